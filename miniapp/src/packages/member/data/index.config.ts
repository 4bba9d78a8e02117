export default definePageConfig({ navigationBarTitleText: '系统里存了我什么' })
