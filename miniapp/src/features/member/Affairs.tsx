import { View } from '@tarojs/components'
import type { Home } from '@pioneer/shared-types/home/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage } from '@/services/navigation'
import { creditsQuery, leftOf } from '@/services/subscribe'
import { ExportSheet } from './ExportSheet'
import { FeaturesSheet } from './FeaturesSheet'
import { useAccessLog, useMyData } from './hooks'
import { dataNote, lookNote } from './model'
import { WORDS } from './words'

/** 我的考勤, 我的积分 and the stars of one's branch. */
export function Records({ year }: { year: Home['year'] }) {
  return (
    <View>
      <Section title={WORDS.records} />
      <Card>
        <Row icon='calendar' title={WORDS.attendance} note={WORDS.attendanceNote} onTap={() => openPage('attendance')} />
        <Row
          icon='chart'
          title={WORDS.points}
          note={WORDS.pointsNote}
          value={year === null ? undefined : `${year.total} 分`}
          onTap={() => openPage('points')}
        />
        <Row icon='star' title={WORDS.stars} note={WORDS.starsNote} testId='me-stars' onTap={() => openPage('star')} />
      </Card>
    </View>
  )
}

/** 系统里关于我的: what is kept, who looked, and all of it to take along. */
export function AboutMe() {
  const data = useMyData()
  const log = useAccessLog()
  const [exporting, setExporting] = useState(false)
  return (
    <View>
      <Section title={WORDS.about} />
      <Card>
        <Row icon='file' title={WORDS.data} note={dataNote(data.data)} onTap={() => openPage('data')} />
        <Row icon='eye' title={WORDS.looks} note={lookNote(log.data)} onTap={() => openPage('data', { tab: 'looks' })} />
        <Row icon='down' title={WORDS.export} note={WORDS.exportNote} onTap={() => setExporting(true)} />
      </Card>
      <ExportSheet open={exporting} onClose={() => setExporting(false)} />
    </View>
  )
}

/** Asked of the service in WeChat only: nowhere else are there messages to count. */
function ReminderRow() {
  const { data } = useQuery({ ...creditsQuery, enabled: process.env.TARO_ENV === 'weapp' })
  const left = leftOf(data)
  return <Row icon='bell' title={WORDS.reminders} note={left === null ? WORDS.remindersNote : WORDS.remindersLeft(left)} testId='me-inbox' onTap={() => openPage('inbox')} />
}

/** 提醒方式 (how often WeChat may still remind); 本单位开了哪些功能 is for everybody, signed in or not. */
export function Others({ inbox }: { inbox: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <View>
      <Section title={WORDS.others} />
      <Card>
        {inbox && <ReminderRow />}
        <Row icon='shield' title={WORDS.features} note={WORDS.featuresNote} onTap={() => setOpen(true)} />
      </Card>
      <FeaturesSheet open={open} onClose={() => setOpen(false)} />
    </View>
  )
}
