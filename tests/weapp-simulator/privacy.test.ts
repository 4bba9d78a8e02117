import { DECLARED, GUARDED, undeclaredCalls } from './privacy'

it('finds guarded calls nobody declared, in readable and in minified code', () => {
  expect(undeclaredCalls('wx.getLocation({})')).toEqual(['getLocation'])
  expect(undeclaredCalls('e().n.chooseMedia ({count:1}),t.getRecorderManager()')).toEqual(['chooseMedia', 'getRecorderManager'])
})

it('leaves alone what is declared, what is only named, and what has a longer name', () => {
  expect(undeclaredCalls('wx.setClipboardData({data})')).toEqual([])
  expect(undeclaredCalls('var apis=["getLocation","chooseMedia"];if(wx.getLocation)ok()')).toEqual([])
  expect(undeclaredCalls('wx.getLocationOfBranch()')).toEqual([])
})

it('declares only what WeChat knows', () => {
  for (const name of DECLARED) expect(Object.values(GUARDED)).toContain(name)
})
