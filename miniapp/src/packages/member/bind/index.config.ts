export default definePageConfig({ navigationBarTitleText: '认一下你是谁' })
