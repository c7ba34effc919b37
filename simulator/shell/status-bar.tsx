import { useEffect, useState } from 'preact/hooks';
import { nowMs } from '../clock';

/** The strip with time, network and battery: it makes the frame a phone, and shows at a glance that it is offline. */
export function StatusBar({ isOnline }: { isOnline: boolean }) {
  const [time, setTime] = useState(timeNow());
  useEffect(() => {
    const timer = setInterval(() => setTime(timeNow()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="sim-status-bar" aria-hidden="true">
      <span>{time}</span>
      <span class="sim-status-icons">
        <svg aria-hidden="true" viewBox="0 0 20 14" data-offline={isOnline ? undefined : ''}>
          <path d="M10 12.2l-2.2-2.6a3.3 3.3 0 0 1 4.4 0zM5.6 7a6.5 6.5 0 0 1 8.8 0M2.8 3.9a10.6 10.6 0 0 1 14.4 0" />
          {isOnline ? null : <path d="M3 13L17 1" />}
        </svg>
        <svg aria-hidden="true" viewBox="0 0 27 14">
          <rect x="0.7" y="1.7" width="21.6" height="10.6" rx="3.2" />
          <rect class="is-solid" x="2.6" y="3.6" width="15" height="6.8" rx="1.6" />
          <path d="M24.4 5.2v3.6" />
        </svg>
      </span>
    </div>
  );
}

function timeNow(): string {
  return new Date(nowMs()).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });
}
