import type { wall as zh } from "../zh/wall";

export const wall: Record<keyof typeof zh, string> = {
  "wall.title": "Duty desk wall screen",
  "wall.empty": "No incident is being handled",
  "wall.next": "Next report",
  "wall.overdue": "Overdue",
  "wall.pending_end": "End awaiting decision",
  "wall.pending": "Awaiting decision",
  "wall.recommended": "Recommended",
  "wall.latest": "Latest",
  "wall.signin": "Add a wall token to the address, or sign in first.",
  "wall.slots": "Reports",
  "wall.immediately": "Report immediately: {names}",
  "wall.measures": "Measures",
  "wall.command": "Command",
};
