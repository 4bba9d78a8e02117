export default definePageConfig({ navigationBarTitleText: '系统里关于我的', enablePullDownRefresh: true })
