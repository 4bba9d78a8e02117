import { commandOf, readUpload } from '../../scripts/lib/upload.mjs'

const env = { WEAPP_APPID: 'wx0123456789abcdef', WEAPP_KEY_FILE: 'private.key', TARO_APP_API: 'https://dj.example.cn' }
const surroundings = { version: '0.1.0', readKey: (path: string) => (path === 'private.key' ? '-----BEGIN RSA PRIVATE KEY-----' : path === 'notes.txt' ? 'notes' : null) }
const places = { project: '/built', appid: env.WEAPP_APPID, keyFile: '/private.key', code: '/code.jpg' }

it('uploads the version of the package unless another is named', () => {
  const plain = readUpload([], env, surroundings)
  expect(plain).toEqual({ problems: [], preview: false, version: '0.1.0', desc: '版本 0.1.0', robot: 1 })
  expect(commandOf(plain, places)).toEqual(['upload', '--pp', '/built', '--pkp', '/private.key', '--appid', 'wx0123456789abcdef', '--uv', '0.1.0', '--ud', '版本 0.1.0', '-r', '1'])
  expect(readUpload(['--version', '1.2.0', '--desc', '修了 签到', '--robot', '7'], env, surroundings)).toMatchObject({ problems: [], version: '1.2.0', desc: '修了 签到', robot: 7 })
})

it('makes a preview with a code to scan', () => {
  expect(commandOf(readUpload(['--preview'], env, surroundings), places)).toEqual([
    'preview', '--pp', '/built', '--pkp', '/private.key', '--appid', 'wx0123456789abcdef', '--uv', '0.1.0', '--ud', '预览 0.1.0', '-r', '1', '--qrcode-format', 'image', '--qrcode-output-dest', '/code.jpg',
  ])
})

it('says everything that is missing at once', () => {
  expect(readUpload([], {}, surroundings).problems.map((problem) => problem.slice(0, 12))).toEqual(['WEAPP_APPID ', 'WEAPP_KEY_FI', 'TARO_APP_API'])
})

it.each<[string, string[], Partial<typeof env>, RegExp]>([
  ['an AppID that is none', [], { WEAPP_APPID: 'touristappid' }, /^WEAPP_APPID/],
  ['a key that is not there', [], { WEAPP_KEY_FILE: 'gone.key' }, /^没有找到密钥文件 gone\.key/],
  ['a file that is no key', [], { WEAPP_KEY_FILE: 'notes.txt' }, /notes\.txt 不是上传密钥/],
  ['an address WeChat refuses', [], { TARO_APP_API: 'http://dj.example.cn' }, /^TARO_APP_API/],
  ['an address of this machine', [], { TARO_APP_API: 'https://localhost' }, /^TARO_APP_API/],
  ['an address by numbers', [], { TARO_APP_API: 'https://10.1.2.3:8443' }, /^TARO_APP_API/],
  ['an address with a slash at the end', [], { TARO_APP_API: 'https://dj.example.cn/' }, /^TARO_APP_API/],
  ['a version that is none', ['--version', 'next'], {}, /^版本号 next/],
  ['a flag without its words', ['--desc'], {}, /^说明要写/],
  ['a robot there is not', ['--robot', '31'], {}, /^--robot/],
  ['a flag that is none', ['--force'], {}, /^不认识 --force/],
])('refuses %s', (_what, args, over, words) => {
  expect(readUpload(args, { ...env, ...over }, surroundings).problems).toEqual([expect.stringMatching(words) as string])
})
