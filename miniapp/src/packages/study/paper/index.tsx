import type { PaperTask } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { SkeletonLeaf } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { ActionButton } from '@/features/quiz/ActionButton'
import { usePaper } from '@/features/quiz/hooks'
import { paperAction, paperFacts } from '@/features/quiz/model'
import { WORDS } from '@/features/quiz/words'
import { dayText, timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { useNow } from '@/services/now'
import '../study.scss'

function Ready({ paper, now }: { paper: PaperTask; now: number }) {
  return (
    <View data-testid='paper'>
      <Card leaf='ink' padded>
        <View className='h2'>{paper.title}</View>
        {paperFacts(paper, now).map((fact) => (
          <View key={fact} className='body mt1'>
            {fact}
          </View>
        ))}
        {paper.best !== null && (
          <View className='fb mt4'>
            <View className='note'>{WORDS.best}</View>
            <View className='num ml2'>{paper.best}</View>
            <View className='note ml1'>{WORDS.points(paper.best).replace(`${paper.best} `, '')}</View>
          </View>
        )}
      </Card>
      <View className='note mt3'>{WORDS.savedAsYouGo}</View>
      {paper.results.length > 0 && (
        <View>
          <Section title={WORDS.myResults} />
          <Card>
            {paper.results.map(({ attemptId, score, handedInAt }, index) => (
              <Row
                key={attemptId}
                title={WORDS.attemptRow(index + 1)}
                note={`${dayText(handedInAt)} ${timeText(handedInAt)}`}
                value={WORDS.points(score)}
                testId='paper-result'
                onTap={() => openPage('quizResult', { id: attemptId })}
              />
            ))}
          </Card>
        </View>
      )}
    </View>
  )
}

/** A paper before it is answered: what it asks, how often, and what came out so far. */
export default function PaperPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const paper = usePaper(id)
  const now = useNow()
  usePullDownRefresh(() => {
    void paper.refetch().finally(() => stopPullDownRefresh())
  })
  const action = paper.data ? paperAction(paper.data, now) : null
  return (
    <Page title={WORDS.paper} foot={action && paper.data ? <ActionButton action={action} type='paper' id={paper.data.id} testId='paper-start' /> : undefined}>
      <SessionGate>
        <Async source={paper} skeleton={<SkeletonLeaf />} errorTitle={WORDS.paperFailed}>
          {(ready) => <Ready paper={ready} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
