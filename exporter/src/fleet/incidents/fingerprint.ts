const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const mask = (1n << 64n) - 1n;

/** A label set's fingerprint as Prometheus's common library has it (model.LabelSet.Fingerprint): FNV-1a, 0xff after each name and value. */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  let hash = offset;
  for (const name of Object.keys(labels).sort()) {
    for (const byte of Buffer.concat([Buffer.from(name), Buffer.from([0xff]), Buffer.from(labels[name] ?? ''), Buffer.from([0xff])])) {
      hash = ((hash ^ BigInt(byte)) * prime) & mask;
    }
  }
  return hash.toString(16).padStart(16, '0');
}

/** The fingerprint that Grafana's webhook gives this alert: over its labels and the rule's uid (seen in 12.3). */
export const alertFingerprint = (ruleUid: string, labels: Readonly<Record<string, string>>): string => labelFingerprint({ ...labels, __alert_rule_uid__: ruleUid });
