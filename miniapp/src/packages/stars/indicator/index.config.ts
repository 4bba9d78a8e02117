export default definePageConfig({ navigationBarTitleText: '评分明细', enablePullDownRefresh: true })
