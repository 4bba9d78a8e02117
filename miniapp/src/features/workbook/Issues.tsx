import type { WorkbookIssue } from '@pioneer/shared-types/roster/schemas'
import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Lamp } from '@/components/Lamp'
import { Section } from '@/components/Section'
import { useShown } from '@/components/useShown'
import { bySeverity } from './model'
import { WORDS } from './words'

/** Where it is, what to do, and why. */
function Issue({ issue: { row, column, value, severity, message, remedy } }: { issue: WorkbookIssue }) {
  const bad = severity === 'error'
  return (
    <View className='issue ft' data-testid='workbook-issue'>
      <View className='mt1'>
        <Lamp state={bad ? 'bad' : 'warn'} label={bad ? WORDS.error : WORDS.warning} />
      </View>
      <View className='g1 ml3'>
        <View className='note'>
          {WORDS.where(row, column)}
          {value ? `：${value}` : ''}
        </View>
        <View className='b'>{remedy}</View>
        <View className={bad ? 'note c-bad' : 'note c-warn'}>{message}</View>
      </View>
    </View>
  )
}

/** A wrong column makes every row wrong. */
const AT_ONCE = 40

function List({ title, items }: { title: string; items: readonly WorkbookIssue[] }) {
  const { shown, left, more } = useShown(items, AT_ONCE)
  if (items.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {shown.map((issue, index) => (
          <Issue key={index} issue={issue} />
        ))}
      </Card>
      {left > 0 && (
        <Button kind='text' onTap={more}>
          {WORDS.moreIssues(left)}
        </Button>
      )}
    </View>
  )
}

/** What a workbook has wrong: errors first, each by row, the remedy before the reason. */
export function Issues({ issues }: { issues: readonly WorkbookIssue[] }) {
  const { errors, warnings } = bySeverity(issues)
  return (
    <View>
      <List title={WORDS.errors(errors.length)} items={errors} />
      <List title={WORDS.warnings(warnings.length)} items={warnings} />
    </View>
  )
}
