// The scanner: the camera, and what the core makes of what it reads. It opens no link by itself.
import AVFoundation
import PhotosUI
import SottoKit
import UIKit

/// What was read, and what the core says it is.
struct ScanModel: Equatable, Sendable {
    var text: String?
    var view: ScannerView?
    var cameraRuns = true
}

final class ScannerScreen: Screen<ScanModel> {
    /// Set where the text itself is wanted, as for joining.
    var onText: ((String) -> Void)?
    private var feed: ScanFeed?
    private var text: String?
    private var taken: String?
    private var cameraRuns = true
    private var lit = false
    private let preview = PreviewView(frame: .zero)
    private var watch: Watch?

    override func viewDidLoad() {
        super.viewDidLoad()
        title = host.words[.scanTitle]
        preview.isAccessibilityElement = true
        preview.accessibilityLabel = host.words[.scanTitle]
        preview.show(host.system.camera)
        watch = host.session.watch { [weak self] event in
            if case .scanned(let contact) = event, let self, self.text != nil { self.took(contact) }
        }
    }

    override func viewWillAppear(_ animated: Bool) {
        super.viewWillAppear(animated)
        guard feed == nil, let feed = try? ScanFeed(host.system.camera) else { return }
        self.feed = feed
        Task { [weak self] in
            let runs = await feed.start { [weak self] in self?.found($0) }
            self?.cameraRuns = runs
            self?.refresh()
        }
    }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        feed?.stop()
        feed = nil
    }

    override func read(_ phone: Phone) async -> ScanModel? {
        let view = taken.flatMap { phone.scannedView(contact: $0) } ?? text.map { phone.scannerView(text: $0) }
        return ScanModel(text: text, view: view, cameraRuns: cameraRuns)
    }

    func found(_ found: String) {
        if let onText { return onText(found) }
        guard text == nil else { return }
        text = found
        UINotificationFeedbackGenerator().notificationOccurred(.success)
        refresh()
    }

    private func took(_ contact: String) {
        taken = contact
        refresh()
    }

    private func again() {
        text = nil
        taken = nil
        refresh()
    }

    override func pieces(_ model: ScanModel) -> [any Piece] {
        guard let view = model.view, let text = model.text else { return looking(model) }
        var pieces: [any Piece] = [Words(view.words.words, .heading)]
        pieces += [Words(view.verified, .body, icon: .verified), Words(view.nothingOpened, .quiet)].compactMap { $0 }
        pieces += view.identifiers.map { identifier($0, view.contact, host) }
        pieces.append(Control(view.action, .check, .primary) { [weak self] in self?.act(view, text) })
        if view.contact == nil { pieces.append(plain(host.words[.cancel]) { [weak self] in self?.again() }) }
        return [Group(pieces)]
    }

    /// The one thing to do: the core's button says which it is.
    private func act(_ view: ScannerView, _ text: String) {
        switch view.meaning {
        case .card, .person: host.attempt { try $0.scan(text: text) }
        case .joinLink: host.attempt { try $0.join(link: text, name: "") }
        case .taken:
            navigationController?.popViewController(animated: true)
            if let contact = view.contact { host.go(.contact(contact)) }
        case .foreign, .unusable: again()
        @unknown default: again()
        }
    }

    private func looking(_ model: ScanModel) -> [any Piece] {
        let words = host.words
        var row: [any Piece] = [
            plain(words[.picture], .picture, .tile) { [weak self] in self?.pick() },
            plain(words[.paste], .paste, .tile) { [weak self] in
                if let text = UIPasteboard.general.string { self?.found(text) }
            },
        ]
        if host.system.camera.hasTorch {
            row.append(plain(words[.light], .torch, .tile) { [weak self] in self?.toggleLight() })
        }
        if onText == nil, host.phone.myCard() != nil {
            row.append(plain(words[.card], .code, .tile) { [host] in host.go(.card) })
        }
        guard model.cameraRuns else {
            return [
                Words(words[.cameraWhy]),
                plain(words[.systemSettings], .gear) { openSystemSettings() }, Row(row),
            ]
        }
        return [Kept(preview), Row(row)]
    }

    private func toggleLight() {
        lit.toggle()
        host.system.camera.torch(lit)
    }

    private func pick() {
        var configuration = PHPickerConfiguration()
        configuration.filter = .images
        let picker = PHPickerViewController(configuration: configuration)
        picker.delegate = self
        present(picker, animated: true)
    }
}

extension ScannerScreen: PHPickerViewControllerDelegate {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
        picker.dismiss(animated: true)
        results.first?.itemProvider.loadDataRepresentation(forTypeIdentifier: "public.image") {
            @Sendable [weak self] data, _ in
            guard let data else { return }
            Task { @MainActor in
                do { try self?.feed?.offer(picture: data) } catch { self?.host.say(SottoKit.words(of: error)) }
            }
        }
    }
}

/// An identifier with its call button and the reason why not.
@MainActor func identifier(_ row: IdentifierRow, _ contact: String?, _ host: AppHost) -> any Piece {
    let call = contact.map { id in Control(row.call, .phone) { host.dial(id) } }
    return Group([Words(row.kind.words, .quiet), Words(row.value)] + [call].compactMap { $0 })
}

/// What the camera sees, in a square.
final class PreviewView: Made {
    private var camera: AVCaptureVideoPreviewLayer?
    override func build() {
        backgroundColor = .black
        clipsToBounds = true
        layer.cornerRadius = 24
        layer.borderWidth = 3
        layer.borderColor = Palette.accent.cgColor
        heightAnchor.constraint(equalTo: widthAnchor, multiplier: 1).isActive = true
    }
    func show(_ source: any Camera) {
        guard let made = (source as? SystemCamera)?.previewLayer() else { return }
        layer.insertSublayer(made, at: 0)
        camera = made
    }
    override func layoutSubviews() {
        super.layoutSubviews()
        camera?.frame = bounds
    }
}
