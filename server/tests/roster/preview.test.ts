import { draftOf, known } from './sheets'

describe('a workbook as offices keep it', () => {
  it('is read without a question when it is plain', async () => {
    const draft = await draftOf('plain.xlsx')
    expect(draft).toMatchObject({ sheet: '党员名册', headerRow: 1, canApply: true, newGroups: [], totals: { rows: 3, add: 3, change: 0, same: 0, errors: 0, warnings: 1 } })
    expect(draft.plan.rows).toEqual([
      { memberId: null, name: '云知远', gender: 'male', birthMonth: '1980-06', phone: '13900000001', branchId: 'b1', group: { id: 'g1', name: '第一党小组' }, joinedOn: '2005-07-01', confirmedOn: '2006-07-01', duties: '支部书记', status: 'full' },
      { memberId: null, name: '陆见微', gender: 'female', birthMonth: '1991-11', phone: '13900000002', branchId: 'b1', group: { id: 'g2', name: '第二党小组' }, joinedOn: '2026-03-15', status: 'probationary' },
      { memberId: null, name: '白行简', gender: 'male', birthMonth: '1996-02', phone: '13900000003', branchId: 'b2', note: '2026 年起', status: 'applicant' },
    ])
  })

  it('is read with titles, two-line headers, merged cells, every date, sums and signatures', async () => {
    const draft = await draftOf('messy.xlsx')
    expect(draft.issues.filter((issue) => issue.severity === 'error')).toEqual([])
    expect(draft).toMatchObject({ sheet: '花名册', headerRow: 3, canApply: true, newGroups: ['综合处党支部 · 第三党小组'] })
    expect(draft.plan.rows.map(({ name, phone, branchId, group, joinedOn, confirmedOn, birthMonth, status }) => [name, phone, branchId, group?.id, joinedOn, confirmedOn, birthMonth, status])).toEqual([
      ['云知远', '13900000001', 'b1', 'g1', '2005-07-01', '2006-07-01', '1980-06', 'full'],
      ['陆见微', '13900000002', 'b1', 'g1', '2026-03-15', undefined, '1991-11', 'probationary'],
      ['白行简', '13900000003', 'b1', null, '2021-06-26', '2022-06-26', '1996-02', 'full'],
      ['江晚舟', '08716500001', 'b2', undefined, '2009-06-01', '2010-06-26', '1985-06', 'full'],
      ['何处', '13900000005', 'b2', undefined, '1995-07-01', '1996-07-01', '1970-01', 'full'],
      ['阿依·古丽', '13900000006', 'b2', undefined, '2009-07-06', undefined, '1988-08', 'full'],
    ])
    expect(draft.issues.map(({ row, column, message }) => [row, column, message])).toEqual([
      [9, '联系电话*（必填）（K 列）', '不是手机号，本人绑定时要用它的后四位'],
      [9, '入党日期（H 列）', '只写到月，按当月 1 日记；政治生日也会按这一天提醒'],
      [10, '所在党支部（B 列）', '这一格空着，按上面一行的“运输处党支部”记'],
      [12, '所在党支部（B 列）', '按“运输处党支部”记'],
      [12, '转正日期（I 列）', '没有转正时间，入党已满两年，按正式党员记'],
    ])
  })

  it('skips the ID numbers and says so; none is kept or shown', async () => {
    for (const name of ['messy.xlsx', 'errors.xlsx']) {
      const draft = await draftOf(name)
      expect(draft.columns.filter((column) => column.note?.includes('身份证'))).toEqual([{ header: name === 'messy.xlsx' ? '公民身份号码' : '证件号码', field: null, note: '身份证号不读、不存，已跳过' }])
      expect(JSON.stringify(draft)).not.toMatch(/000000\d{11}/)
      expect(JSON.stringify(draft.issues)).not.toMatch(/139\d{8}/)
    }
  })

  it('names row, column, reason and remedy of everything that is wrong', async () => {
    const draft = await draftOf('errors.xlsx')
    expect(draft.canApply).toBe(false)
    expect(draft.plan.rows.map((row) => row.name)).toEqual(['云十四', '云十五'])
    expect(draft.issues.filter((issue) => issue.severity === 'error').map(({ row, column, value, message, remedy }) => [row, column, value, message, remedy])).toEqual([
      [3, '姓名（A 列）', null, '没有姓名', '补上姓名；不是人员的行请删掉'],
      [4, '性别（B 列）', '先生', '只能是男或女', '改成“男”或“女”'],
      [5, '出生年月（C 列）', '1980.1', '看不出是 1980 年 1 月还是 10 月', '把这一格设成文本，写成 1980-06'],
      [6, '手机号（D 列）', '139****01', '有 10 位数字，不是 11 位手机号', '核对号码，少的补上，多的去掉'],
      [7, '手机号（D 列）', '139****14/139****15', '一格里有两个号码', '只留一个手机号'],
      [8, '手机号（D 列）', '***', '像是身份证号', '这一格只填手机号；身份证号不收也不存'],
      [9, '所在支部（E 列）', '综和处党支部', '没有这个支部，或不在这个组织下面', '是不是“综合处党支部”？改成系统里的名称'],
      [10, '入党时间（G 列）', '2005-02-30', '没有这一天', '核对后写成 2009-06-26'],
      [11, '转正时间（H 列）', '2006-07-01', '转正时间早于入党时间', '核对这两个时间，是不是填反了'],
      [12, '入党时间（G 列）', '2012-07-01', '入党时不满 18 岁（党章第一条）', '核对出生年月和入党时间'],
      [13, '入党时间（G 列）', '2099-07-01', '入党时间在今天以后', '核对年份'],
      [14, '入党时间（G 列）', '入党很早', '看不出是哪一天', '写成 2009-06-26'],
      [15, '入党时间（G 列）', '2005', '只有年份', '补上月份，写成 2009-06-26'],
      [16, '姓名（A 列）', '云十三（女）', '姓名里有括号', '括号里的话移到“备注”，这一格只留姓名'],
      [18, '姓名（A 列）', '云十四', '和第 17 行重复：姓名和手机号都相同', '是同一人就删掉第 17 行或这一行；不是同一人，两行都填上手机号'],
      [20, '姓名（A 列）', '云十五', '和第 19 行重复：同一支部、姓名相同，又没有手机号可以区分', '是同一人就删掉第 19 行或这一行；不是同一人，两行都填上手机号'],
      [21, '入党时间（G 列）', null, '有转正时间，却没有入党时间', '补上入党时间'],
    ])
  })

  it('says one clear thing about a wrong workbook', async () => {
    const draft = await draftOf('wrong.xlsx')
    expect(draft).toMatchObject({ headerRow: 0, canApply: false, columns: [], changes: [] })
    expect(draft.issues).toEqual([expect.objectContaining({ severity: 'error', row: null, message: expect.stringContaining('没有找到表头') })])
  })

  it('asks for the branch column where there is more than one branch', async () => {
    const draft = await draftOf('no-branch.xlsx')
    expect(draft.canApply).toBe(false)
    expect(draft.issues.map((issue) => [issue.row, issue.message])).toEqual([[1, '没有“所在支部”这一列，不知道每个人属于哪个支部']])
  })
})

describe('against a roster that is there already', () => {
  it('changes nothing that is the same', async () => {
    const draft = await draftOf('plain.xlsx', [known()])
    expect(draft.totals).toMatchObject({ add: 2, change: 0, same: 1 })
    expect(draft.plan.rows.map((row) => row.name)).toEqual(['陆见微', '白行简'])
  })

  it('shows what changes, phones masked, and moves people between branches', async () => {
    const draft = await draftOf('plain.xlsx', [known({ birthMonth: null, branch: { id: 'b2', name: '运输处党支部' }, group: null, duties: '委员', note: '旧备注' })])
    expect(draft.changes[0]).toEqual({ row: 2, action: 'change', name: '云知远', branchName: '综合处党支部', changes: [
      { field: '出生年月', from: null, to: '1980-06' }, { field: '所在支部', from: '运输处党支部', to: '综合处党支部' },
      { field: '党小组', from: null, to: '第一党小组' }, { field: '党内职务', from: '委员', to: '支部书记' },
    ] })
  })

  it('takes a new phone number of the only one of that name in the branch', async () => {
    const draft = await draftOf('plain.xlsx', [known({ phone: '13800000009' })])
    expect(draft.changes[0]?.changes).toEqual([{ field: '手机号', from: '138****0009', to: '139****0001' }])
  })

  it('asks when two of that name could be meant', async () => {
    const draft = await draftOf('plain.xlsx', [known({ phone: null }), known({ id: 'm2', phone: '13800000009' })])
    expect(draft.canApply).toBe(false)
    expect(draft.issues.find((issue) => issue.severity === 'error')).toMatchObject({ row: 2, message: '名册里同名，分不清是哪一位' })
  })

  it('never lowers a status because a cell is empty, and leaves those alone who are not in the workbook', async () => {
    const applicant = known({ id: 'm3', name: '白行简', nameKey: '白行简', phone: '13900000003', branch: { id: 'b2', name: '运输处党支部' }, group: null, birthMonth: '1996-02', joinedOn: '2020-01-01', confirmedOn: '2021-01-01', duties: null, note: '2026 年起' })
    const draft = await draftOf('plain.xlsx', [applicant, known({ id: 'm4', name: '某人', nameKey: '某人', phone: null })])
    expect(draft.changes[2]).toMatchObject({ name: '白行简', action: 'same' })
    expect(draft.issues).toContainEqual(expect.objectContaining({ row: null, severity: 'warning', message: '名册里有 1 人不在这张表里，他们不会变动' }))
  })
})
