/** A short note that something has been done; it goes away by itself. */
import { ElMessage } from "element-plus/es/components/message/index";

export function toast(message: string): void {
  ElMessage({ message, type: "success", duration: 3500, grouping: true, placement: "bottom-right" });
}

/** A short note that something was not done, and why. */
export function warn(message: string): void {
  ElMessage({ message, type: "warning", duration: 5000, grouping: true, placement: "bottom-right" });
}
