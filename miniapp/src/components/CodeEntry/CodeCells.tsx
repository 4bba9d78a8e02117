import { View } from '@tarojs/components'
import { classes } from '../className'
import { CODE_LENGTH } from './model'

export interface CodeCellsProps {
  code: string
  /** Shakes the cells; set when a code was refused. */
  wrong?: boolean
}

const CELLS = Array.from({ length: CODE_LENGTH }, (_, index) => index)

/** Six cells, three and three, the next one with a red caret. */
export function CodeCells({ code, wrong = false }: CodeCellsProps) {
  const access = { role: 'img', 'aria-label': `已输入 ${code.split('').join(' ')}` }
  return (
    <View className={classes('cells', wrong && 'wrong')} data-testid='code-cells' {...access}>
      {CELLS.map((index) => (
        <View key={index} className={classes('cell', index === CODE_LENGTH / 2 && 'gap', index === code.length && 'on')}>
          {index === code.length ? <View className='caret' /> : code[index]}
        </View>
      ))}
    </View>
  )
}
