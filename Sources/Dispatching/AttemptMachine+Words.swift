package import Jobs
package import ReframeSDK

extension AttemptMachine {
  /// What whoever runs the machine does next; it then tells the machine what came of it.
  package enum Action: Equatable, Sendable {
    /// Ask for admission of the current engine, waiting no longer than so many milliseconds that are known
    /// beforehand. Tell `admitted` or `refused`.
    case admit(patience: Int64)
    /// Hold money for a call that follows at once. Tell `held` or `holdRefused`.
    case hold(Attempt)
    /// Write in the book, durably. Tell `written` or `writeFailed`.
    case write(BookWrite)
    /// Submit to the current engine. Tell `answered` or `failed`.
    case submit(attempt: String)
    /// Ask after the ticket. Tell `answered` or `failed`.
    case poll(attempt: String, ticket: String)
    /// Ask the service to drop it; whether that helped does not matter. Tell `waited`.
    case cancel(attempt: String, ticket: String)
    /// Wait so many milliseconds; not longer than until a cancel if the wait is interruptible. Tell `waited`.
    case wait(Int64, isInterruptible: Bool)
    /// The order has ended.
    case finish(Ending)
  }

  /// A step of an attempt in the book.
  package enum BookWrite: Equatable, Sendable {
    case accept(String, ticket: String)
    case capture(String, Money?, isPresumed: Bool)
    case release(String, reason: String)
  }

  /// How an order ended.
  package enum Ending: Equatable, Sendable {
    case done(DispatchResult)
    case failed(DispatchFailure)
  }

  /// What came of an action.
  package enum Event: Equatable, Sendable {
    /// The engine may be called; the attempt is to have this id.
    case admitted(attempt: String)
    /// It may not.
    case refused(String)
    case held
    case holdRefused(HoldRefusal)
    case written
    case writeFailed(ReframeError)
    case answered(AttemptAnswer)
    case failed(ReframeError)
    case waited
  }

  /// The time, and whether the job is still wanted.
  package struct Moment: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var now: Int64
    /// Whether its flag is raised.
    package var isCancelled: Bool

    package init(now: Int64, isCancelled: Bool) {
      self.now = now
      self.isCancelled = isCancelled
    }
  }

  /// An action, and what is to be told before it.
  package struct Turn: Sendable {
    /// What happened.
    package var events: [DispatchEvent]
    /// How the visit of the engine ended, if it ended: its place is free.
    package var leaving: Gate.Outcome?
    /// What to do next.
    package var action: Action
  }
}
