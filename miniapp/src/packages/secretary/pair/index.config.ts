export default definePageConfig({ navigationBarTitleText: '打开大屏' })
