/** A short note that something has been done; it goes away by itself. */
import { ElMessage } from "element-plus/es/components/message/index";

export function toast(message: string): void {
  ElMessage({ message, type: "success", duration: 3500, grouping: true, placement: "bottom-right" });
}
