export default function LogsRoutes() { return null; }
