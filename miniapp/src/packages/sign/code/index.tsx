import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useRef, useState } from 'react'
import { EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { CODE_LENGTH, CodeCells, Keypad, press, type CodeKey } from '@/components/CodeEntry'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Row } from '@/components/Row'
import { AskSheet } from '@/features/checkin/AskSheet'
import { isTypingProblem, stepOf } from '@/features/checkin/model'
import { scanToSignIn } from '@/features/checkin/scan'
import { follow, signInWith } from '@/features/checkin/signIn'
import { useCodeTarget } from '@/features/checkin/useCodeTarget'
import { WORDS } from '@/features/checkin/words'
import { kindsText } from '@/features/activities/model'
import { dayText, rangeText } from '@/services/calendar'
import { outbox, type About } from '@/services/outbox'
import { WhereToLook } from './WhereToLook'
import '../sign.scss'

/** The cells shake twice, then are cleared. */
const SHAKE_MS = 520

const nameOf = ({ startAt, kinds, place }: About) => `${dayText(startAt)}${kindsText(kinds)} · ${place}`

function Entry({ about }: { about: About }) {
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [working, setWorking] = useState(false)
  const [asking, setAsking] = useState(false)
  const busy = useRef(false)

  const submit = async (full: string) => {
    busy.current = true
    setWorking(true)
    const entry = await signInWith({ kind: 'code', activityId: about.activityId, code: full }, about)
    setWorking(false)
    if (stepOf(entry) !== 'refused' || !isTypingProblem(entry.problem?.code ?? '')) return follow(entry, 'replace')
    outbox.dismiss(entry.id)
    setProblem(entry.problem?.title ?? null)
    setWrong(true)
    setTimeout(() => {
      setWrong(false)
      setCode('')
      busy.current = false
    }, SHAKE_MS)
  }
  const onKey = (key: CodeKey) => {
    if (busy.current) return
    const next = press(code, key)
    if (next !== code) setProblem(null)
    setCode(next)
    if (next.length === CODE_LENGTH) void submit(next)
  }
  const alert = { role: 'alert' }

  return (
    <View>
      <View className='h1'>{WORDS.codeTitle}</View>
      <View className='body mt1'>{nameOf(about)}</View>
      <View className='mt6'>
        <CodeCells code={code} wrong={wrong} />
      </View>
      <View className='code-said' {...alert}>
        {problem && <View className='c-bad b'>◆ {problem}</View>}
        {working && <View className='c-2'>{WORDS.working}</View>}
      </View>
      <WhereToLook />
      <Notice kind='plain' className='mt3'>
        {WORDS.codeRule}
      </Notice>
      <Button kind='text' icon='people' className='mt2 btn-left' onTap={() => setAsking(true)}>
        {WORDS.codeAsk}
      </Button>
      <Keypad onKey={onKey} />
      <AskSheet open={asking} onClose={() => setAsking(false)} />
    </View>
  )
}

/** 输入口令 */
export default function CodePage() {
  const { params } = useRouter<Record<string, string>>()
  const { choices, loading } = useCodeTarget(params.id)
  const [chosen, setChosen] = useState<About | null>(null)
  const about = chosen ?? (choices.length === 1 ? choices[0] : undefined)

  if (about) {
    return (
      <Page title={WORDS.typeCode} className='codepg'>
        <Entry about={about} />
      </Page>
    )
  }
  return (
    <Page title={WORDS.typeCode}>
      {choices.length > 1 && (
        <View>
          <View className='h1'>{WORDS.chooseActivity}</View>
          <Card className='mt4'>
            {choices.map((choice) => (
              <Row
                key={choice.activityId}
                icon='calendar'
                title={choice.title}
                note={`${kindsText(choice.kinds)} · ${rangeText(choice.startAt, choice.endAt)} · ${choice.place}`}
                onTap={() => setChosen(choice)}
              />
            ))}
          </Card>
        </View>
      )}
      {choices.length === 0 && !loading && (
        <EmptyState title={WORDS.noActivity} text={WORDS.noActivityText} action={WORDS.scan} onAction={() => void scanToSignIn(null)} />
      )}
    </Page>
  )
}
