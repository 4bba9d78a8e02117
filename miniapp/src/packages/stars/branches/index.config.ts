export default definePageConfig({ navigationBarTitleText: '各支部星级', enablePullDownRefresh: true })
