export default definePageConfig({ navigationBarTitleText: '已存下' })
