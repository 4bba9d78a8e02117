export default definePageConfig({ navigationBarTitleText: '布置卷子' })
