// Navigation and tab bars, as plain as they need to be to look at a screen.
import CPango
import UIKit

extension Renderer {
    func draw(_ bar: UINavigationBar) {
        guard let owner = bar.stubOwner, let item = owner.topViewController?.navigationItem else { return }
        let top = owner.view.safeAreaInsets.top
        let width = owner.view.bounds.width
        let rtl = owner.view.effectiveUserInterfaceLayoutDirection == .rightToLeft
        var x: CGFloat = 8
        func place(_ view: UIView, atEnd: Bool, _ used: inout CGFloat) {
            let size = view.stubFit(width)
            let wide = max(44, size.width)
            let left = atEnd != rtl ? width - used - wide : used
            paint(view, in: CGRect(x: left, y: top, width: wide, height: 44), bar)
            used += wide
        }
        var left = item.leftBarButtonItems ?? item.leftBarButtonItem.map { [$0] } ?? []
        if left.isEmpty, owner.viewControllers.count > 1, !item.hidesBackButton {
            left = [UIBarButtonItem(title: rtl ? "›" : "‹")]
        }
        for button in left { place(view(of: button), atEnd: false, &x) }
        var end: CGFloat = 8
        for button in item.rightBarButtonItems ?? [] { place(view(of: button), atEnd: true, &end) }
        let title: UIView
        if let custom = item.titleView { title = custom } else {
            let label = UILabel()
            label.text = item.title
            label.font = .preferredFont(forTextStyle: .headline)
            label.textAlignment = .center
            title = label
        }
        let side = max(x, end)
        let spot = CGRect(x: side, y: top, width: max(40, width - 2 * side), height: 44)
        paint(title, in: spot, bar)
        if let search = item.searchController {
            let field = UITextField()
            field.placeholder = search.searchBar.placeholder
            field.text = search.searchBar.text
            field.backgroundColor = .tertiarySystemFill
            field.layer.cornerRadius = 10
            paint(field, in: CGRect(x: 16, y: top + 48, width: width - 32, height: 38), bar)
        }
    }

    private func view(of item: UIBarButtonItem) -> UIView {
        if let custom = item.customView { return custom }
        var made = UIButton.Configuration.plain()
        made.image = item.image
        made.title = item.image == nil ? item.title : nil
        let button = UIButton(configuration: made)
        button.tintColor = item.tintColor
        return button
    }

    func draw(_ bar: UITabBar) {
        guard let owner = bar.stubOwner, let controllers = owner.viewControllers else { return }
        if let top = (owner.selectedViewController as? UINavigationController), top.viewControllers.count > 1,
            top.topViewController?.hidesBottomBarWhenPushed == true
        { return }
        let size = owner.view.bounds.size
        let height = 49 + (owner.view.safeAreaInsets.bottom - 0)
        let ground = UIView(frame: .zero)
        ground.backgroundColor = .secondarySystemBackground
        paint(ground, in: CGRect(x: 0, y: size.height - height, width: size.width, height: height), bar)
        let rtl = owner.view.effectiveUserInterfaceLayoutDirection == .rightToLeft
        let wide = size.width / CGFloat(max(1, controllers.count))
        for (index, controller) in controllers.enumerated() {
            var made = UIButton.Configuration.plain()
            made.image = controller.tabBarItem.image
            made.title = controller.tabBarItem.title
            made.imagePlacement = .top
            made.contentInsets = .zero
            if index != owner.selectedIndex { made.baseForegroundColor = .secondaryLabel }
            let place = rtl ? controllers.count - 1 - index : index
            paint(
                UIButton(configuration: made),
                in: CGRect(x: CGFloat(place) * wide, y: size.height - height + 4, width: wide, height: 44), bar)
        }
    }
}
