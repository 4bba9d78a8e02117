import { View } from '@tarojs/components'
import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import { classes } from '@/components/className'
import { Sheet } from '@/components/Sheet'
import { factsOf, ruleText, rulesByHeading, signed, titleOf, toneOf } from './model'
import { WORDS } from './words'

export interface EntrySheetProps {
  entry: PointsEntry | null
  open: boolean
  points: MyPoints
  onClose: () => void
}

/** One line in full: by which rule, on what evidence, when. */
export function EntrySheet({ entry, open, points, onClose }: EntrySheetProps) {
  if (entry === null) return null
  const aside = <View className={classes('num', 'dl-big', toneOf(entry))}>{signed(entry.delta)}</View>
  return (
    <Sheet open={open} title={titleOf(entry)} aside={aside} testId='entry-sheet' onClose={onClose}>
      <View className='facts sheet-scroll mt2'>
        {factsOf(entry, points).map(({ label, text }) => (
          <View key={label} className='fact'>
            <View className='fact-l'>{label}</View>
            <View className='g1'>{text}</View>
          </View>
        ))}
      </View>
      <View className='note mt4'>{WORDS.ask}</View>
    </Sheet>
  )
}

/** The rules in force, with points and caps. */
export function RulesSheet({ open, points, onClose }: { open: boolean; points: MyPoints; onClose: () => void }) {
  return (
    <Sheet open={open} title={WORDS.rulesTitle} testId='rules-sheet' onClose={onClose}>
      <View className='sheet-scroll mt2'>
        {rulesByHeading(points.rules).map(({ heading, name, rules }) => (
          <View key={heading} className='mt4'>
            <View className='h3'>{name}</View>
            {rules.map((rule) => (
              <View key={rule.rule} className='fact'>
                <View className='g1'>
                  <View>{rule.name}</View>
                  <View className='note'>{ruleText(rule)}</View>
                </View>
              </View>
            ))}
          </View>
        ))}
        <View className='note mt4'>{WORDS.rulesAttainable}</View>
        <View className='note mt2'>{WORDS.rulesNote(points.ruleVersion)}</View>
      </View>
    </Sheet>
  )
}
