export default function AlertsRoutes() { return null; }
