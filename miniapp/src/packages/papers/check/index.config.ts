export default definePageConfig({ navigationBarTitleText: '审题', enablePullDownRefresh: true })
