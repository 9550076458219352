import { Component, type ReactNode } from 'react'

type MishapProps = { children: ReactNode; shown(retry: () => void): ReactNode }

/**
 * Where a part of the page fails (mostly its file did not come: offline, or a newer Gavel has other files), the rest
 * stays. React knows of such things by a class alone.
 */
export class Mishap extends Component<MishapProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.shown(() => location.reload()) : this.props.children
  }
}
