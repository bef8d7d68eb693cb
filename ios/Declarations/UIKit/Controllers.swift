// View controllers and their containers.
import Foundation
import UniformTypeIdentifiers

public enum UIModalPresentationStyle: Int, Sendable { case automatic = -2, fullScreen = 0, pageSheet, formSheet, overFullScreen = 5 }

/// https://developer.apple.com/documentation/uikit/uiviewcontroller
@MainActor open class UIViewController: UIResponder, UITraitChangeObservable {
    private var loaded: UIView?
    open var view: UIView! {
        get {
            if loaded == nil {
                loadView()
                viewDidLoad()
            }
            return loaded
        }
        set {
            loaded = newValue
            newValue?.stubController = self
        }
    }
    open var isViewLoaded: Bool { loaded != nil }
    open var viewIfLoaded: UIView? { loaded }
    open var title: String? { didSet { navigationItem.title = title } }
    open private(set) lazy var navigationItem = UINavigationItem()
    open lazy var tabBarItem: UITabBarItem! = UITabBarItem()
    open internal(set) weak var parent: UIViewController?
    open private(set) var children: [UIViewController] = []
    private var stubPresented: UIViewController?
    /// Its own, or what a parent presents for it.
    open var presentedViewController: UIViewController? { stubPresented ?? parent?.presentedViewController }
    open private(set) weak var presentingViewController: UIViewController?
    open var modalPresentationStyle = UIModalPresentationStyle.automatic
    open var isModalInPresentation = false
    open var overrideUserInterfaceStyle = UIUserInterfaceStyle.unspecified {
        didSet { viewIfLoaded?.overrideUserInterfaceStyle = overrideUserInterfaceStyle }
    }
    open var traitCollection: UITraitCollection { viewIfLoaded?.traitCollection ?? .stubSystem }
    open var hidesBottomBarWhenPushed = false
    open var navigationController: UINavigationController? {
        (parent as? UINavigationController) ?? parent?.navigationController
    }
    open var tabBarController: UITabBarController? { (parent as? UITabBarController) ?? parent?.tabBarController }
    public var stubBase: UIEdgeInsets?
    /// The insets of its safe area.
    var stubInsets: UIEdgeInsets? {
        if let stubBase { return stubBase }
        return parent?.stubChildInsets(self)
    }
    func stubChildInsets(_ child: UIViewController) -> UIEdgeInsets? { stubInsets }

    public init(nibName nibNameOrNil: String?, bundle nibBundleOrNil: Bundle?) {}
    public required init?(coder: NSCoder) {}
    public override convenience init() { self.init(nibName: nil, bundle: nil) }

    open func loadView() { view = UIView(frame: CGRect(x: 0, y: 0, width: 390, height: 844)) }
    open func loadViewIfNeeded() { _ = view }
    open func viewDidLoad() {}
    open func viewWillAppear(_ animated: Bool) {}
    open func viewDidAppear(_ animated: Bool) {}
    open func viewWillDisappear(_ animated: Bool) {}
    open func viewDidDisappear(_ animated: Bool) {}
    open func viewDidLayoutSubviews() {}
    open func addChild(_ childController: UIViewController) {
        childController.parent = self
        children.append(childController)
    }
    open func didMove(toParent parent: UIViewController?) {}
    open func willMove(toParent parent: UIViewController?) {}
    open func removeFromParent() {
        parent?.children.removeAll { $0 === self }
        parent = nil
    }
    open func present(
        _ viewControllerToPresent: UIViewController, animated flag: Bool, completion: (() -> Void)? = nil
    ) {
        // as on a phone: whoever asks, the one that fills the window presents
        if let parent { return parent.present(viewControllerToPresent, animated: flag, completion: completion) }
        stubPresented = viewControllerToPresent
        viewControllerToPresent.presentingViewController = self
        let size = viewIfLoaded?.window?.bounds.size ?? CGSize(width: 390, height: 844)
        viewControllerToPresent.stubBase = viewIfLoaded?.window?.stubBase
        viewControllerToPresent.view.frame = CGRect(origin: .zero, size: size)
        viewIfLoaded?.window?.addSubview(viewControllerToPresent.view)
        completion?()
    }
    open func dismiss(animated flag: Bool, completion: (() -> Void)? = nil) {
        guard let gone = stubPresented else {
            (presentingViewController ?? parent)?.dismiss(animated: flag, completion: completion)
            return
        }
        stubPresented = nil
        gone.stubPresented.map { _ in gone.dismiss(animated: false) }
        gone.view.removeFromSuperview()
        completion?()
    }
    private var stubShown = false
    func stubAppear() {
        guard !stubShown else { return }
        stubShown = true
        loadViewIfNeeded()
        viewWillAppear(false)
        viewDidAppear(false)
    }
    func stubDisappear() {
        guard stubShown else { return }
        stubShown = false
        viewWillDisappear(false)
        viewDidDisappear(false)
    }
    /// Whether it is on a screen now.
    public var stubOnScreen: Bool { viewIfLoaded?.window != nil }
}

/// https://developer.apple.com/documentation/uikit/uinavigationcontroller
@MainActor open class UINavigationController: UIViewController {
    open private(set) var viewControllers: [UIViewController] = []
    open var topViewController: UIViewController? { viewControllers.last }
    open var visibleViewController: UIViewController? { presentedViewController ?? topViewController }
    public let navigationBar = UINavigationBar(frame: .zero)
    public init(rootViewController: UIViewController) {
        super.init(nibName: nil, bundle: nil)
        pushViewController(rootViewController, animated: false)
    }
    public override init(nibName nibNameOrNil: String?, bundle nibBundleOrNil: Bundle?) {
        super.init(nibName: nil, bundle: nil)
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override func viewDidLoad() {
        navigationBar.stubOwner = self
        view.addSubview(navigationBar)
        if let top = topViewController { show(top) }
    }
    override func stubChildInsets(_ child: UIViewController) -> UIEdgeInsets? {
        guard var insets = stubInsets else { return nil }
        insets.top += child.navigationItem.searchController == nil ? 44 : 96
        return insets
    }
    private func show(_ controller: UIViewController) {
        guard isViewLoaded else { return }
        controller.view.frame = view.bounds
        controller.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.insertSubview(controller.view, at: 0)
    }
    private func hide(_ controller: UIViewController) {
        guard controller.isViewLoaded, controller.view.superview != nil else { return }
        controller.view.removeFromSuperview()
    }
    open func pushViewController(_ viewController: UIViewController, animated: Bool) {
        topViewController.map(hide)
        viewControllers.append(viewController)
        addChild(viewController)
        show(viewController)
    }
    @discardableResult open func popViewController(animated: Bool) -> UIViewController? {
        guard viewControllers.count > 1 else { return nil }
        let gone = viewControllers.removeLast()
        hide(gone)
        gone.removeFromParent()
        topViewController.map(show)
        return gone
    }
    @discardableResult open func popToRootViewController(animated: Bool) -> [UIViewController]? {
        while popViewController(animated: false) != nil {}
        return nil
    }
    open func setViewControllers(_ viewControllers: [UIViewController], animated: Bool) {
        topViewController.map(hide)
        for old in self.viewControllers { old.removeFromParent() }
        self.viewControllers = viewControllers
        for new in viewControllers { addChild(new) }
        topViewController.map(show)
    }
}

/// https://developer.apple.com/documentation/uikit/uinavigationbar
@MainActor open class UINavigationBar: UIView {
    open var prefersLargeTitles = false
    public weak var stubOwner: UINavigationController?
}

/// https://developer.apple.com/documentation/uikit/uitabbarcontroller
@MainActor open class UITabBarController: UIViewController {
    open var viewControllers: [UIViewController]? {
        didSet {
            for old in oldValue ?? [] { old.removeFromParent() }
            for new in viewControllers ?? [] { addChild(new) }
            if isViewLoaded { show() }
        }
    }
    open var selectedIndex = 0 {
        willSet { if newValue != selectedIndex { hide() } }
        didSet { if oldValue != selectedIndex, isViewLoaded { show() } }
    }
    open var selectedViewController: UIViewController? {
        viewControllers.flatMap { selectedIndex < $0.count ? $0[selectedIndex] : nil }
    }
    public let tabBar = UITabBar(frame: .zero)
    open override func viewDidLoad() {
        tabBar.stubOwner = self
        view.addSubview(tabBar)
        show()
    }
    override func stubChildInsets(_ child: UIViewController) -> UIEdgeInsets? {
        guard var insets = stubInsets else { return nil }
        let top = (child as? UINavigationController)?.topViewController
        if top?.hidesBottomBarWhenPushed != true || (child as? UINavigationController)?.viewControllers.count == 1 {
            insets.bottom += 49
        }
        return insets
    }
    private func hide() {
        selectedViewController?.viewIfLoaded?.removeFromSuperview()
    }
    private func show() {
        guard let controller = selectedViewController else { return }
        controller.view.frame = view.bounds
        controller.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.insertSubview(controller.view, at: 0)
    }
}

/// https://developer.apple.com/documentation/uikit/uitabbar
@MainActor open class UITabBar: UIView {
    public weak var stubOwner: UITabBarController?
}

/// https://developer.apple.com/documentation/uikit/uialertcontroller
@MainActor open class UIAlertController: UIViewController {
    public enum Style: Int, Sendable { case actionSheet, alert }
    open var message: String?
    public let preferredStyle: Style
    open private(set) var actions: [UIAlertAction] = []
    public init(title: String?, message: String?, preferredStyle: UIAlertController.Style) {
        self.preferredStyle = preferredStyle
        super.init(nibName: nil, bundle: nil)
        self.title = title
        self.message = message
    }
    public required init?(coder: NSCoder) { fatalError("not from a nib") }
    open func addAction(_ action: UIAlertAction) { actions.append(action) }
    public func stubChoose(_ title: String) {
        let action = actions.first { $0.title == title }
        dismiss(animated: false)
        action.map { $0.stubHandler?($0) }
    }
}

/// https://developer.apple.com/documentation/uikit/uialertaction
@MainActor open class UIAlertAction: NSObject {
    public enum Style: Int, Sendable { case `default`, cancel, destructive }
    public let title: String?
    public let style: Style
    public let stubHandler: ((UIAlertAction) -> Void)?
    public init(title: String?, style: UIAlertAction.Style, handler: (@MainActor (UIAlertAction) -> Void)? = nil) {
        self.title = title
        self.style = style
        stubHandler = handler
    }
}

/// https://developer.apple.com/documentation/uikit/uiactivityviewcontroller
@MainActor open class UIActivityViewController: UIViewController {
    public let stubItems: [Any]
    public typealias CompletionWithItemsHandler = (ActivityType?, Bool, [Any]?, (any Error)?) -> Void
    public struct ActivityType: Hashable, Sendable {}
    open var completionWithItemsHandler: CompletionWithItemsHandler?
    public init(activityItems: [Any], applicationActivities: [UIActivity]?) {
        stubItems = activityItems
        super.init(nibName: nil, bundle: nil)
    }
    public required init?(coder: NSCoder) { fatalError("not from a nib") }
    open private(set) lazy var popoverPresentationController: UIPopoverPresentationController? = .init()
}
@MainActor open class UIActivity: NSObject {}
@MainActor open class UIPopoverPresentationController: NSObject {
    open var sourceView: UIView?
    open var sourceRect: CGRect = .zero
    nonisolated override init() {}
}

/// https://developer.apple.com/documentation/uikit/uidocumentpickerviewcontroller
@MainActor open class UIDocumentPickerViewController: UIViewController {
    open weak var delegate: (any UIDocumentPickerDelegate)?
    public init(forOpeningContentTypes contentTypes: [UTType], asCopy: Bool) { super.init(nibName: nil, bundle: nil) }
    public required init?(coder: NSCoder) { fatalError("not from a nib") }
}
@MainActor public protocol UIDocumentPickerDelegate: StubObject {
    func documentPicker(_ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL])
}
