internal import Dispatching
internal import Hosting
internal import ReframeSDK

extension ProviderLimits {
  /// What the settings say of the provider, all of its models together, else what the model's card says.
  init(_ setup: ProviderSetup?, _ card: ModelCard.Limits?) {
    self.init(concurrent: setup?.concurrent ?? card?.concurrent)
    if let count = setup?.rateCount ?? card?.rateCount,
      let milliseconds = setup?.rateMilliseconds ?? card?.rateMilliseconds
    {
      rate = Rate(count: count, milliseconds: milliseconds)
    }
    pool = setup?.concurrent == nil && setup?.rateCount == nil ? card?.pool : nil
  }
}
