/** Who reads hand-overs and the shift log; the server decides the same. Pure. */
const READS = ["duty_officer", "admin", "auditor"];

export function readsDuty(roles: string[], division: string | null): boolean {
  return roles.some((role) => READS.includes(role)) || (division === null && roles.some((role) => role.includes(":")));
}
