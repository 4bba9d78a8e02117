export default definePageConfig({ navigationBarTitleText: '复习错题' })
