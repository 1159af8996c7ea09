/** Roles and posts in words: general ones, then each plan's posts. */
import { hasWord, t, word } from "../messages";
import type { PlanSummary } from "../api/types";

export const GENERAL = ["duty_officer", "viewer", "reporter", "controller", "evaluator", "auditor", "admin"] as const;

export interface RoleGroup {
  title: string;
  roles: { id: string; name: string; about?: string }[];
}

/** With `all` also the posts that never sign in, which are rung all the same. */
export function roleGroups(plans: PlanSummary[], all = false): RoleGroup[] {
  const general = GENERAL.map((id) => ({ id, name: word("general_role", id), about: t(`admin.role.${id}`) }));
  return [
    { title: t("admin.roles.general"), roles: general },
    ...plans.map((plan) => ({
      title: plan.title,
      roles: plan.roles.filter((role) => all || role.signs_in).map((role) => ({ id: `${plan.id}:${role.id}`, name: role.name })),
    })),
  ];
}

/** One role as people say it, such as "指挥长（煤矿事故应急预案）". */
export function roleName(plans: PlanSummary[], id: string): string {
  if (hasWord("general_role", id)) return word("general_role", id);
  const [of = "", post = ""] = id.split(":");
  const plan = plans.find((one) => one.id === of);
  const role = plan?.roles.find((one) => one.id === post);
  return plan && role ? t("admin.post_of", { post: role.name, plan: plan.title }) : id;
}
