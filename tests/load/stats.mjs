/** The value below which a share of the measurements lies; null of none. */
export function percentile(values, share) {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}

const round = (value, digits = 1) => (value === null ? null : Number(value.toFixed(digits)))

/** Latencies in milliseconds, summed up. */
export const latencies = (values) => ({
  count: values.length, p50: round(percentile(values, 0.5)), p90: round(percentile(values, 0.9)), p99: round(percentile(values, 0.99)), max: round(values.length ? Math.max(...values) : null),
})

export const median = (values) => round(percentile(values, 0.5), 3)
