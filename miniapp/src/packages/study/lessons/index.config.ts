export default definePageConfig({ navigationBarTitleText: '全部微党课', enablePullDownRefresh: true })
