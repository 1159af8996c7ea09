/** Words of a plan that have no English stay Chinese, and are marked as such (`lang`). */
export const tongue = (text: string): "zh-CN" | undefined => (/[\u3400-\u9fff]/.test(text) ? "zh-CN" : undefined);
