export default definePageConfig({ navigationBarTitleText: '我的考勤', enablePullDownRefresh: true, onReachBottomDistance: 120 })
