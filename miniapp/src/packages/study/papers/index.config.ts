export default definePageConfig({ navigationBarTitleText: '全部卷子', enablePullDownRefresh: true })
