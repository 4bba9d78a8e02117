import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Pressable } from '@/components/Pressable'
import { Section } from '@/components/Section'
import { toast, toastError } from '@/components/toast'
import { useActivity } from '@/features/activities/hooks'
import { SessionGate } from '@/features/home/SessionGate'
import { decideRequests } from '@/features/roll/api'
import { refreshRoll, useRequests } from '@/features/roll/hooks'
import { pendingOf } from '@/features/roll/model'
import { DecidedRow, RequestRow } from '@/features/roll/RequestRow'
import { TextSheet } from '@/features/roll/TextSheet'
import { WORDS } from '@/features/roll/words'
import '../secretary.scss'

/** 等我确认的: sign-ins that came too late to be sure of, and leave; several at once. */
export default function RequestsPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const activity = useActivity(id)
  const query = useRequests(id, true)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [rejecting, setRejecting] = useState(false)
  usePullDownRefresh(() => {
    void refreshRoll(id).finally(() => stopPullDownRefresh())
  })

  const items = query.data?.items ?? []
  const waiting = pendingOf(items)
  // a single one needs no choosing
  const ids = waiting.filter((item) => waiting.length === 1 || chosen.includes(item.id)).map((item) => item.id)
  const toggle = (one: string) => setChosen((now) => (now.includes(one) ? now.filter((other) => other !== one) : [...now, one]))

  const decide = async (decision: 'approve' | 'reject', reason?: string) => {
    const { items: decided } = await decideRequests(id, { ids, decision, reason })
    const wanted = decision === 'approve' ? 'approved' : 'rejected'
    const done = decided.filter(({ state }) => state === wanted).length
    toast(done < decided.length ? WORDS.partly(done, decided.length - done) : decision === 'approve' ? WORDS.approved(done) : WORDS.rejected(done))
    setChosen([])
    await refreshRoll(id)
  }
  const approve = async () => {
    try {
      await decide('approve')
    } catch (error) {
      toastError(error)
      // some of them may have been decided
      await refreshRoll(id)
    }
  }

  const foot = (
    <View>
      <View className='btn-pair'>
        <Button disabled={ids.length === 0} onTap={() => setRejecting(true)}>
          {WORDS.reject}
        </Button>
        <Button kind='primary' style={{ flex: 1.6 }} disabled={ids.length === 0} loadingText={WORDS.deciding} onTap={approve}>
          {WORDS.approve(ids.length)}
        </Button>
      </View>
      {ids.length === 0 && <View className='note btn-why'>{WORDS.chooseFirst}</View>}
    </View>
  )

  return (
    <Page title={WORDS.requestsTitle} foot={waiting.length > 0 ? foot : undefined}>
      <SessionGate>
        <Async
          source={{ data: query.data?.items, error: query.error, refetch: query.refetch }}
          empty={{ title: WORDS.requestsEmpty, text: WORDS.requestsEmptyNote }}
          errorTitle={WORDS.requestsFailed}
        >
          {() => (
            <View>
              <View className='f sb-w'>
                <View className='note g1'>{activity.data?.title ?? ''}</View>
                {waiting.length > 1 && (
                  <Pressable className='sec-a' onTap={() => setChosen(ids.length === waiting.length ? [] : waiting.map((item) => item.id))}>
                    {ids.length === waiting.length ? WORDS.chooseNone : WORDS.chooseAll}
                  </Pressable>
                )}
              </View>
              {waiting.length === 0 ? (
                <Card padded className='mt2'>
                  <View className='body'>{WORDS.requestsEmpty}。</View>
                </Card>
              ) : (
                <Card className='mt2'>
                  {waiting.map((item) => (
                    <RequestRow key={item.id} request={item} on={ids.includes(item.id)} onTap={() => toggle(item.id)} />
                  ))}
                </Card>
              )}
              {waiting.length < items.length && (
                <View>
                  <Section title={WORDS.decided} />
                  <Card>
                    {items
                      .filter(({ state }) => state !== 'pending')
                      .map((item) => (
                        <DecidedRow key={item.id} request={item} />
                      ))}
                  </Card>
                </View>
              )}
            </View>
          )}
        </Async>
        <TextSheet
          open={rejecting}
          title={WORDS.rejectTitle(ids.length)}
          text={WORDS.rejectText}
          suggestions={WORDS.rejectReasons}
          action={WORDS.rejectYes}
          onSend={(reason) => decide('reject', reason)}
          onClose={() => setRejecting(false)}
        />
      </SessionGate>
    </Page>
  )
}
