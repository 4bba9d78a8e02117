import { View } from '@tarojs/components'
import { useState } from 'react'
import { ask } from '@/components/ask'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Row } from '@/components/Row'
import { toast, toastError } from '@/components/toast'
import { MemberSheet } from '../roster/MemberSheet'
import { TextSheet } from '../roll/TextSheet'
import { approveBinding, rejectBinding } from './api'
import { refreshBindings, type PlacedRequest } from './hooks'
import { askedWords, differs, frozenWords } from './model'
import { WORDS } from './words'

/** One newcomer: who they say they are, who in the roster fits, and what waits for the decision. */
export function RequestCard({ request, now }: { request: PlacedRequest; now: number }) {
  const [sheet, setSheet] = useState<'pick' | 'reject' | null>(null)
  const { id, name, candidates } = request
  const frozen = frozenWords(request, now)

  const approve = async (memberId: string, chosen: string) => {
    const sure = !differs(name, chosen) || (await ask({ title: WORDS.confirmTitle, text: WORDS.confirmOther(name, chosen), yes: WORDS.confirmYes, no: WORDS.confirmNo }))
    if (!sure) return
    try {
      const { signIn } = await approveBinding(id, memberId)
      toast(signIn ? WORDS.approvedSigned(chosen, signIn.message) : WORDS.approved(chosen))
    } catch (error) {
      toastError(error)
    }
    await refreshBindings()
  }
  const reject = async (reason: string) => {
    await rejectBinding(id, reason)
    toast(WORDS.rejected)
    await refreshBindings()
  }

  return (
    <Card className='mt3' testId='binding-request'>
      <View className='card-p' style={{ paddingBottom: '12px' }}>
        <View className='h2'>{name}</View>
        <View className='note mt1'>
          {WORDS.tail(request.phoneLast4)} · {askedWords(request, now)}
        </View>
        {frozen && (
          <View className='ft mt2 c-info'>
            <Icon name='clock' size={18} />
            <View className='g1 ml2'>{frozen}</View>
          </View>
        )}
        <View className='note mt3'>{candidates.length > 0 ? WORDS.fits : WORDS.none}</View>
      </View>
      {candidates.map((candidate) => (
        <Row
          key={candidate.memberId}
          avatar={candidate.name}
          title={candidate.name}
          note={candidate.taken ? WORDS.taken : (candidate.groupName ?? undefined)}
          right={
            <Button
              kind='dark'
              size='small'
              disabled={candidate.taken}
              label={WORDS.approveName(candidate.name)}
              loadingText={WORDS.approving}
              onTap={() => approve(candidate.memberId, candidate.name)}
            >
              {WORDS.approve}
            </Button>
          }
        />
      ))}
      <View className='btn-pair' style={{ padding: '12px 16px 16px' }}>
        <Button size='small' onTap={() => setSheet('reject')}>
          {WORDS.reject}
        </Button>
        <Button size='small' onTap={() => setSheet('pick')}>
          {WORDS.pick}
        </Button>
      </View>
      <MemberSheet
        open={sheet === 'pick'}
        title={WORDS.pickTitle}
        orgId={request.branchId}
        chosen={[]}
        single
        onChoose={([member]) => member && void approve(member.id, member.name)}
        onClose={() => setSheet(null)}
      />
      <TextSheet
        open={sheet === 'reject'}
        title={WORDS.rejectTitle(name)}
        text={WORDS.rejectText}
        suggestions={WORDS.rejectReasons}
        action={WORDS.reject}
        onSend={reject}
        onClose={() => setSheet(null)}
      />
    </Card>
  )
}
