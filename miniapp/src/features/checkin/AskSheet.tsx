import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Sheet } from '@/components/Sheet'
import { useSession } from '@/services/session'
import { WORDS } from './words'

export interface AskSheetProps {
  open: boolean
  /** Who holds the meeting; the member's own branch when left out. */
  owner?: string
  onClose: () => void
}

/** 请书记代签: whom to ask, and that nothing is lost by it. Sends nothing. */
export function AskSheet({ open, owner, onClose }: AskSheetProps) {
  const branch = useSession((state) => state.me?.member?.branchName)
  return (
    <Sheet open={open} title={WORDS.askTitle} onClose={onClose}>
      <View className='body mt3'>{WORDS.askText(owner ?? branch ?? WORDS.yourBranch)}</View>
      <View className='note mt2'>{WORDS.askNote}</View>
      <Button kind='dark' className='mt5' onTap={onClose}>
        {WORDS.askDone}
      </Button>
    </Sheet>
  )
}
