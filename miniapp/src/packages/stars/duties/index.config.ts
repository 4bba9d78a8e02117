export default definePageConfig({ navigationBarTitleText: '全年要办的', enablePullDownRefresh: true })
