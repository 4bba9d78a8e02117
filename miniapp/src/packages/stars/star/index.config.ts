export default definePageConfig({ navigationBarTitleText: '支部星级', enablePullDownRefresh: true })
