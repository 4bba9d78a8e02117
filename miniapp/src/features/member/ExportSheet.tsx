import { View } from '@tarojs/components'
import type { MyExport } from '@pioneer/shared-types/me/schemas'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Sheet } from '@/components/Sheet'
import { toast } from '@/components/toast'
import { copyText } from '@/services/clipboard'
import { useExport } from './hooks'
import { countsText, exportFile } from './model'
import { saveText } from './saveText'
import { WORDS } from './words'

const IS_WEB = process.env.TARO_ENV === 'h5'

function Ready({ record }: { record: MyExport }) {
  const file = exportFile(record)
  const save = async () => {
    try {
      if ((await saveText(file)) && IS_WEB) toast(WORDS.exportSaved)
    } catch {
      toast(WORDS.exportUnable)
    }
  }
  const copy = async () => {
    try {
      await copyText(file.text)
    } catch {
      toast(WORDS.exportUnable)
    }
  }
  return (
    <View>
      <View className='body mt2'>{WORDS.exportText(countsText(record.data.counts))}</View>
      {!IS_WEB && <View className='note mt2'>{WORDS.exportSendNote}</View>}
      <Button kind='dark' icon={IS_WEB ? 'down' : 'send'} className='mt5' onTap={save}>
        {IS_WEB ? WORDS.exportSave : WORDS.exportSend}
      </Button>
      <Button className='mt3' onTap={copy}>
        {WORDS.exportCopy}
      </Button>
      <View className='note mt3'>{WORDS.exportCare}</View>
    </View>
  )
}

/** 导出全部记录. It is fetched when the sheet opens, so that the tap itself can hand the file over. */
export function ExportSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const query = useExport(open)
  return (
    <Sheet open={open} title={WORDS.exportTitle} testId='export-sheet' onClose={onClose}>
      <Async
        source={query}
        errorTitle={WORDS.exportFailed}
        skeleton={<View className='body mt2'>{WORDS.exportPreparing}</View>}
      >
        {(record) => <Ready record={record} />}
      </Async>
    </Sheet>
  )
}
