export default definePageConfig({ navigationBarTitleText: '签到成功' })
