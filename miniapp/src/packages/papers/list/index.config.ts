export default definePageConfig({ navigationBarTitleText: '卷子', enablePullDownRefresh: true })
