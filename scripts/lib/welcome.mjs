const ROLES = {
  member: '党员 / member of the branch that meets now',
  member2: '同一支部的另一位党员 / another member of that branch',
  secretary: '支部书记 / its secretary',
  committee: '机关党委 / Party committee staff',
}

const TRY = [
  ['以 secretary 登录，打开今天的主题党日，配对大屏', 'As secretary: open today\'s meeting and pair the room screen'],
  ['另开一个窗口，以 member 登录并签到，积分马上到账，大屏人数跟着变', 'In another window, as member: sign in, see the point, watch the screen count'],
  ['回到 secretary：看谁还没到，替没带手机的同志点到', 'Back as secretary: see who is missing, tap in somebody without a phone'],
]

/** What somebody sees who has just started the product. */
export function welcome({ mode, url, accounts = [], seconds, dataDir, logFile }) {
  const lines = ['', `  先锋支部已启动，用时 ${seconds} 秒 / Pioneer Branch is running (${seconds} s)`, '', `  打开 / open   ${url}`]
  if (mode === 'demo') {
    lines.push('', '  演示账号，在登录页点选 / demo accounts, pick one on the login page')
    for (const entry of accounts) {
      const { account, name = '' } = typeof entry === 'string' ? { account: entry } : entry
      lines.push(`    ${String(account).padEnd(10)} ${[name, ROLES[account] ?? ''].filter(Boolean).join('  ')}`)
    }
    lines.push('', '  可以试试 / what to try')
    TRY.forEach(([chinese, english], index) => lines.push(`    ${index + 1}. ${chinese}`, `       ${english}`))
  }
  lines.push('', `  数据 / data: ${dataDir}    日志 / log: ${logFile}`, '  停止 / stop: Ctrl-C', '')
  return lines.join('\n')
}
