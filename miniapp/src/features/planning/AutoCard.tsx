import { View } from '@tarojs/components'
import { Icon } from '@/components/Icon'
import { ApiError } from '@/services/http'
import { usePreview } from './hooks'
import type { PlanForm } from './model'
import { WORDS } from './words'

function Line({ name, text }: { name: string; text: string }) {
  return (
    <View className='al'>
      <View className='al-n'>{name}</View>
      <View className='al-v'>{text}</View>
    </View>
  )
}

/** 系统已按类别带出: who should come and what the quorum asks for, by the regulations. */
export function AutoCard({ form }: { form: PlanForm }) {
  const { data, error } = usePreview(form)
  if (form.kinds.length === 0) return null
  if (error) {
    const why = error instanceof ApiError ? (error.problem.fields?.[0]?.message ?? error.problem.title) : WORDS.autoFailed
    return <View className='auto mt4 wait note'>{why}</View>
  }
  if (!data) return <View className='auto mt4 wait note'>{WORDS.autoWaits}</View>
  const { expected, voting, quorum } = data
  return (
    <View className='auto mt4' data-testid='plan-preview'>
      <View className='f'>
        <Icon name='checkc' size={20} />
        <View className='h3 ml2'>{WORDS.auto}</View>
      </View>
      <View className='mt2'>
        <Line name={WORDS.expected} text={WORDS.expectedText(expected, voting)} />
        <Line name={WORDS.quorum} text={quorum ? WORDS.quorumText(quorum.required) : WORDS.noQuorum} />
        {quorum && <Line name={WORDS.rule} text={`${quorum.rule}，${quorum.article}`} />}
      </View>
    </View>
  )
}
