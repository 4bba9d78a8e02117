import type { ImportSummary } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { Card } from '@/components/Card'
import { Row, type RowProps } from '@/components/Row'
import { Section } from '@/components/Section'
import { openPage } from '@/services/navigation'
import { byDecision, importNote, importValue } from './model'
import { WORDS } from './words'

function toneOf({ state, canReview }: ImportSummary): RowProps['tone'] {
  if (state === 'pending') return canReview ? 'warn' : 'info'
  return state === 'approved' ? 'ok' : 'bad'
}

function List({ title, imports, orgId }: { title: string; imports: readonly ImportSummary[]; orgId: string }) {
  if (imports.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {imports.map((one) => (
          <Row
            key={one.id}
            icon={one.state === 'approved' ? 'check' : one.state === 'rejected' ? 'undo' : 'file'}
            tone={toneOf(one)}
            title={one.bankName}
            note={importNote(one)}
            value={importValue(one)}
            testId='import-row'
            onTap={() => openPage('bankCheck', { org: orgId, id: one.id })}
          />
        ))}
      </Card>
    </View>
  )
}

/** Imports that wait for somebody's review. */
export function WaitingImports({ imports, orgId }: { imports: readonly ImportSummary[]; orgId: string }) {
  return <List title={WORDS.waits} imports={byDecision(imports).waiting} orgId={orgId} />
}

/** Imports that were decided lately. */
export function DecidedImports({ imports, orgId }: { imports: readonly ImportSummary[]; orgId: string }) {
  return <List title={WORDS.decided} imports={byDecision(imports).decided} orgId={orgId} />
}
