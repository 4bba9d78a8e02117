import { StoreOpenError, type OpenProblem } from '@pioneer/embedded-mongo'
import { ConfigError } from './config'
import { scrub } from './plugins/log'

/** What each way of not opening the embedded store means to the person who runs the service. */
const STORE: Readonly<Record<OpenProblem, string>> = {
  locked: '数据正被另一个进程使用：先停掉它，或换一个 DATA_DIR',
  damaged: '数据文件已损坏，请用备份恢复',
  newer: '数据是更新的版本写的，请升级程序',
  full: '磁盘满了，清出空间再启动',
  unusable: '数据文件打不开',
}

/** System errors by code: where the service listens, and where it keeps its files. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: '已被占用：换一个 PORT，或先关掉占用它的程序 / is in use: choose another PORT or stop the other program',
  EACCES: '不许使用：换一个 1024 以上的 PORT / is not allowed: choose a PORT above 1024',
  EADDRNOTAVAIL: '不是本机的地址：请检查 HOST / is not an address of this machine: check HOST',
  ENOTFOUND: '找不到这个主机名：请检查 HOST / is unknown: check HOST',
  EAI_AGAIN: '找不到这个主机名：请检查 HOST / is unknown: check HOST',
}
const FILES: Readonly<Record<string, string>> = {
  EACCES: '没有权限 / permission denied',
  EPERM: '没有权限 / permission denied',
  EROFS: '磁盘是只读的 / the disk is read-only',
  ENOSPC: '磁盘满了 / the disk is full',
  EDQUOT: '磁盘满了 / the disk is full',
  EFBIG: '磁盘满了 / the disk is full',
  ENOTDIR: '上级不是文件夹 / a part of the path is not a folder',
  EEXIST: '同名的文件挡住了文件夹 / a file stands where the folder should be',
  EISDIR: '应是文件，却是文件夹 / a folder stands where a file should be',
  ENOENT: '上级文件夹不存在 / a folder above does not exist',
}

const DATABASE = '连不上数据库，请检查 MONGODB_URI / cannot reach the database, check MONGODB_URI'
/** MongoDB's error codes. */
const SERVER: Readonly<Record<number, string>> = {
  13: 'MONGODB_URI 里的用户没有权限读写这个库 / the user in MONGODB_URI may not use this database',
  18: 'MONGODB_URI 里的用户名或密码不对 / the user or password in MONGODB_URI is wrong',
  14031: '磁盘满了，清出空间再启动 / the disk of the store is full',
}

/** One sentence for whoever runs the service: what is wrong and what to do. Null when the error is none of those an operator can mend. */
export function sentenceFor(error: unknown): string | null {
  if (error instanceof ConfigError) return error.message
  if (error instanceof StoreOpenError) return `${STORE[error.problem]} / ${error.message}`
  if (!(error instanceof Error)) return null
  const { code, syscall, path, port, address, hostname } = error as Error & Partial<Record<'code' | 'syscall' | 'path' | 'port' | 'address' | 'hostname', unknown>>
  if (/^Mongo(ose)?ServerSelectionError$/.test(error.name)) return DATABASE
  if (error.name === 'MongoParseError' || error.name === 'MongoInvalidArgumentError') return 'MONGODB_URI 写法不对，应形如 mongodb://主机:27017/库名?replicaSet=rs0 / is malformed'
  if (error.name === 'MongoServerError') return SERVER[Number(code)] ?? `数据库出错，数据可能已损坏：请用备份恢复，或告诉维护人员 / the store failed: ${scrub(error.message)}`
  if (/^Mongo\w*(Network|Closed|Pool|Topology)\w*Error$/.test(error.name)) return '和数据库的连接断了：再启动一次；还是这样，就用备份恢复 / lost the connection to the store: start again, or restore a backup'
  if (typeof code !== 'string') return null
  if (syscall === 'listen' || syscall === 'getaddrinfo') return LISTENING[code] === undefined ? null : `${port === undefined ? `HOST ${text(address ?? hostname)}` : `端口 ${text(port)}`} ${LISTENING[code]}`
  return FILES[code] === undefined || syscall === 'connect' ? null : `不能使用 ${path === undefined ? '数据文件夹 DATA_DIR' : text(path)}：${FILES[code]}`
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
