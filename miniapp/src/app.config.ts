export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/activities/index',
    'pages/study/index',
    'pages/me/index',
    'pages/sign/index',
  ],
  subPackages: [
    {
      root: 'packages/sign',
      pages: ['code/index', 'done/index', 'saved/index', 'scan/index'],
    },
    { root: 'packages/activity', pages: ['detail/index'] },
    {
      root: 'packages/member',
      pages: ['points/index', 'attendance/index', 'data/index', 'bind/index', 'login/index'],
    },
    {
      root: 'packages/study',
      pages: ['lesson/index', 'lessons/index', 'quiz/index', 'result/index', 'review/index', 'paper/index', 'papers/index'],
    },
    {
      root: 'packages/secretary',
      pages: [
        'desk/index',
        'create/index',
        'roll/index',
        'requests/index',
        'bindings/index',
        'pair/index',
        'import/index',
        'orgs/index',
      ],
    },
    {
      root: 'packages/stars',
      pages: ['star/index', 'indicator/index', 'enter/index', 'branches/index', 'duties/index'],
    },
    {
      root: 'packages/papers',
      pages: ['list/index', 'assign/index', 'paper/index', 'bank/index', 'import/index', 'check/index'],
    },
    { root: 'packages/inbox', pages: ['inbox/index', 'remind/index'] },
    { root: 'packages/screen', pages: ['room/index'] },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['packages/sign'] },
    'pages/study/index': { network: 'all', packages: ['packages/study'] },
  },
  tabBar: {
    custom: true,
    color: '#6A6155',
    selectedColor: '#221D18',
    backgroundColor: '#FFFDF9',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/activities/index', text: '活动' },
      { pagePath: 'pages/study/index', text: '学习' },
      { pagePath: 'pages/me/index', text: '我的' },
    ],
  },
  window: {
    navigationStyle: 'custom',
    navigationBarTitleText: '先锋支部',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F6F2EA',
    backgroundTextStyle: 'dark',
  },
  lazyCodeLoading: 'requiredComponents',
})
