package app.sotto.android

import android.Manifest
import android.app.*
import android.content.Intent
import android.content.pm.PackageManager
import android.os.*
import android.provider.Settings
import android.util.SparseArray
import android.view.*
import app.sotto.*
import kotlin.concurrent.thread

private const val SECOND_MS = 1_000L

/** No longer are levers waited for before the screen is drawn; on a quiet phone they take 50. */
private const val LEVERS_MS = 300L
private const val FILE = 2
private const val MOST = 32 * 1024 * 1024

/** A window with screens in it. The way that the person went is all that it remembers; the core knows the rest. */
abstract class ShellActivity : Activity(), Host, Session.Listener {
    private val way = ArrayList<Route>()
    private lateinit var frame: Frame
    private val tick: Runnable = Runnable {
        rebind()
        frame.postDelayed(tick, SECOND_MS)
    }
    private val gestures = Gestures(this) { sotto.session.phone }
    private var secure = false

    /** Between start and stop: nobody sees a window that is not. */
    private var visible = false

    /** What was written on each screen of the way, by its route. */
    private val written = HashMap<String, SparseArray<Parcelable>>()
    private var front: Front = Front.Nothing

    /** Stands above a screen that is not the call's while there is one: the way back to it. */
    private var toCall: Slot? = null

    /** The route of the screen that is shown. */
    private var shows = ""
    private var fileFor: ((ByteArray) -> Unit)? = null
    private var permissionFor: ((Boolean) -> Unit)? = null

    final override lateinit var kit: Kit
        private set
    final override lateinit var buttons: Buttons
        private set
    final override val phone: Phone get() = checkNotNull(sotto.session.phone) { "screens are drawn while the phone is open" }

    /** The screen that is shown; none while the phone is being opened. */
    var screen: Screen? = null
        private set

    /** Where the person is. */
    protected val place: Route? get() = way.lastOrNull()

    /** The app is locked: nothing is shown, and nothing counts as seen. */
    protected open val concealed: Boolean = false

    /** The person sees what it shows. */
    val seen: Boolean get() = visible && !concealed

    override val sight: Sight
        get() = Sight(inFront = visible || isChangingConfigurations, locked = concealed || service<KeyguardManager>().isKeyguardLocked, covered = frame.covered)

    /** Where this window begins. */
    protected abstract fun start(phone: Phone): Route

    // the kinds of parcels are the system's own
    @Suppress("DEPRECATION")
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        frame = Frame(this) { sotto.session.settle() }
        // before anything is drawn: what a lever holds applies to this window too
        sotto.levers.windows.add(this)
        setContentView(frame)
        dress(false)
        savedInstanceState?.getStringArrayList("way")?.mapTo(way, Route::of)
        way.forEach { route -> savedInstanceState?.getSparseParcelableArray<Parcelable>("$route")?.let { written["$route"] = it } }
        // what was in front before is no news
        if (savedInstanceState != null || sotto.next != null) front = sotto.session.phone?.front() ?: front
        if (savedInstanceState == null) arrived(intent)
        sotto.session.add(this)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        arrived(intent)
        draw()
        sotto.session.settle()
    }

    /** A link, or a tap on a notification. */
    protected open fun arrived(intent: Intent) = Unit

    override fun onStart() {
        super.onStart()
        visible = true
        if (sotto.session.phone == null) sotto.open()
        // behind the lock nothing is shown and no camera runs: the screen comes when it is unlocked
        if (screen == null) draw() else if (!concealed) screen?.shown()
        settled().also { sotto.session.settle() } // notices of what is seen now go
        ticks(screen?.ticks == true)
        gestures.follow(shown = true)
    }

    override fun dispatchTouchEvent(event: MotionEvent): Boolean {
        gestures.touched(event)
        return super.dispatchTouchEvent(event)
    }

    override fun onStop() {
        visible = false
        gestures.follow(shown = false)
        ticks(false)
        screen?.hidden()
        sotto.session.settle() // what nobody sees any more is told
        super.onStop()
    }

    override fun onDestroy() {
        sotto.session.remove(this)
        sotto.levers.windows.remove(this)
        super.onDestroy()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        keep()
        state.putStringArrayList("way", way.mapTo(ArrayList(), Route::toString))
        way.forEach { state.putSparseParcelableArray("$it", written["$it"]) }
    }

    override fun changed(event: Event?) {
        // another language may be written the other way
        if (event == null) dress(secure)
        if (event == null || screen == null) draw()
        (event as? Event.Problem)?.let { tell(it.problem.words) }
        (event as? Event.JoinFailed)?.let { tell(it.problem.words) }
        if (event is Event.GestureRecognised) gesture(event.level.toInt())
        if (event is Event.GestureChanged) gestures.follow(hasWindowFocus())
    }

    override fun settled() {
        if (!seen) return
        rebind()
        follow()
    }

    protected open fun gesture(level: Int) = Unit

    /** Goes where the core says that something came in front of everything: a call, a Ding that rings. */
    private fun follow() {
        val before = front
        val now = sotto.session.phone?.front() ?: Front.Nothing
        front = now
        val there = if (now is Front.Ding) Route(Place.INCOMING_DING, now.ding) else Route(Place.CALL)
        val urgent = (sotto.session.phone?.callScreen() as? CallScreen.Running)?.view?.urgent == true
        if (now != Front.Nothing && (now != before || urgent) && place != there) go(there)
    }

    private fun bindWayBack(phone: Phone) {
        val words = when (if (place?.place == Place.CALL) Front.Nothing else phone.front()) {
            is Front.Incoming -> phone.incomingView()?.words
            is Front.Call -> (phone.callScreen() as? CallScreen.Running)?.view?.stateWords
            else -> null
        }
        toCall?.show(words) { if (it != null) add(buttons.wide(buttons.plain(it.words, Weight.MAIN, R.drawable.call) { go(Route(Place.CALL)) })!!) }
    }

    /** Builds the screen anew: the way, the language or the look has changed. */
    protected fun draw() {
        ticks(false)
        keep()
        screen?.hidden()
        screen = null
        if (!seen) return
        val phone = sotto.session.phone
        if (phone == null) {
            dress(false)
            frame.show(waiting(), kit, false)
            return
        }
        if (way.isEmpty()) way += start(phone)
        var next = way.last().run { place.screen(this@ShellActivity, about) }
        val wantsSecure = next.isSecure(phone)
        if (wantsSecure != secure || kit.palette.dark != Palette(this).dark) {
            dress(wantsSecure)
            next = way.last().run { place.screen(this@ShellActivity, about) }
        }
        screen = next
        shows = "${way.last()}"
        // binds before it is shown, so that nothing is drawn that is not true
        val view = next.view
        val above = Slot(this).also { toCall = it }
        next.bind(phone)
        // it may have led on
        if (screen !== next) return
        bindWayBack(phone)
        frame.show(kit.column { add(above).also { add(view, weight = 1f) } }, kit, secure)
        written[shows]?.let(view::restoreHierarchyState)
        next.shown()
        ticks(next.ticks)
    }

    /** Keeps what is written on the screen that is shown, as long as it lies on the way. */
    private fun keep() {
        screen?.view?.let { written[shows] = SparseArray<Parcelable>().also(it::saveHierarchyState) }
        written.keys.retainAll(way.map { "$it" }.toSet())
    }

    /** What changes with time alone is read anew once a second. */
    private fun ticks(on: Boolean) {
        frame.removeCallbacks(tick)
        if (on) frame.postDelayed(tick, SECOND_MS)
    }

    private fun rebind() {
        val shown = screen ?: return draw()
        val phone = sotto.session.phone ?: return draw()
        if (shown.isSecure(phone) != secure) return draw()
        shown.bind(phone)
        bindWayBack(phone)
    }

    private fun dress(secure: Boolean) {
        this.secure = secure
        val palette = Palette(this, secure)
        kit = Kit(this, palette)
        buttons = Buttons(kit, ::tell)
        bars(palette)
        val choice = languages().first { it.language == sotto.session.language }
        frame.layoutDirection = if (choice.rightToLeft) View.LAYOUT_DIRECTION_RTL else View.LAYOUT_DIRECTION_LTR
    }

    /** From 35 on the system's bars are clear, and the frame lies behind them. */
    @Suppress("DEPRECATION")
    private fun bars(palette: Palette) {
        window.statusBarColor = palette.ground
        window.navigationBarColor = palette.ground
        window.decorView.systemUiVisibility =
            if (palette.dark) 0 else View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR or View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR
    }

    /** While the phone is being opened, or why it could not be. */
    private fun waiting(): View = kit.column(16) {
        gravity = android.view.Gravity.CENTER
        setPadding(kit.dp(32), kit.dp(32), kit.dp(32), kit.dp(32))
        val problem = sotto.session.problem
        add(kit.text(problem ?: word("opening")).centred())
        if (problem != null) {
            add(buttons.plain(word("retry"), Weight.MAIN) {
                sotto.open()
                draw()
            })
        }
    }

    override fun word(key: String): String = sotto.session.word(key)

    override fun go(route: Route) {
        // one call at a time: the way leads over it once
        if (route.place == Place.CALL) way -= route
        way += route
        draw()
    }

    override fun replace(route: Route) {
        way.removeLastOrNull()
        // not twice the same, one above the other
        if (way.lastOrNull() == route) draw() else go(route)
    }

    /** Forgets the way: from here on, back leaves. */
    protected fun begin(vararg routes: Route) {
        way.clear()
        way += routes
    }

    override fun home() {
        begin(Route(Place.HOME))
        draw()
    }

    override fun back() {
        if (frame.closeSheet()) return
        way.removeLastOrNull()
        if (way.isEmpty()) finish() else draw()
    }

    @Deprecated("the way back is the shell's own")
    override fun onBackPressed() = back()
    override fun tell(words: String) = frame.tell(words, kit)

    override fun run(command: (Phone) -> Unit): Boolean = try {
        command(phone)
        sotto.session.settle()
        true
    } catch (refused: CommandException) {
        tell(refused.said())
        false
    }

    override fun arm(then: () -> Unit, command: (Phone) -> Unit) {
        if (run(command)) sotto.session.arm(LEVERS_MS, then)
    }

    override fun ask(why: String, choices: List<Pair<String, () -> Unit>>, weight: Weight, left: () -> Unit) = frame.ask(kit, left) {
        add(kit.text(why, Style.STRONG))
        for ((words, chosen) in choices) add(buttons.plain(words, weight) { frame.closeSheet(chosen) })
        add(buttons.plain(word("cancel"), Weight.PLAIN) { frame.closeSheet() })
    }

    override fun permitted(permission: String, reason: String, without: String?, then: (Boolean) -> Unit) {
        val since = mapOf(Manifest.permission.POST_NOTIFICATIONS to 33, Manifest.permission.BLUETOOTH_CONNECT to 31)
        val known = Build.VERSION.SDK_INT >= (since[permission] ?: 0)
        if (!known || checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED) return then(true)
        val choices = listOfNotNull(word("allow") to { request(permission, then) }, without?.let { it to { then(true) } })
        ask(reason, choices) { if (without == null) then(false) }
    }

    override fun request(permission: String, then: (Boolean) -> Unit) {
        permissionFor = then
        requestPermissions(arrayOf(permission), 1)
    }

    override fun onRequestPermissionsResult(code: Int, permissions: Array<out String>, results: IntArray) {
        val given = results.firstOrNull() == PackageManager.PERMISSION_GRANTED
        permissionFor?.invoke(given)
        permissionFor = null
        sotto.session.settle()
        // refused for good: only the system's settings can change that
        val refused = permissions.firstOrNull()
        if (!given && refused != null && !shouldShowRequestPermissionRationale(refused)) {
            val settings = sotto.calls.systemSetting(Settings.ACTION_APPLICATION_DETAILS_SETTINGS)
            ask(word("refused"), listOf(word("system_settings") to { startActivity(settings) }))
        }
    }

    override fun choose(type: String, then: (ByteArray) -> Unit) {
        fileFor = then
        startActivityForResult(Intent(Intent.ACTION_OPEN_DOCUMENT).setType(type).addCategory(Intent.CATEGORY_OPENABLE), FILE)
    }

    override fun onActivityResult(code: Int, result: Int, data: Intent?) {
        val uri = data?.data?.takeIf { code == FILE } ?: return
        // the window that asked is gone, and what it was for with it
        val then = fileFor ?: return tell(word("picture_none"))
        fileFor = null
        thread {
            // no file of more than the core takes is read to its end
            val bytes = runCatching { contentResolver.openInputStream(uri)?.use { it.upTo(MOST) } }.getOrNull()
            runOnUiThread { if (bytes == null) tell(word("picture_none")) else then(bytes) }
        }
    }

    override fun route(operation: Operation, to: AudioRoute) {
        // the core refuses what a level forbids, and tells the other phone of the attempt
        if (!run { it.tryOperation(operation) }) return
        if (to != AudioRoute.BLUETOOTH) return sotto.calls.routes.take(to)
        permitted(Manifest.permission.BLUETOOTH_CONNECT, word("bluetooth_why")) { if (it) sotto.calls.routes.take(to) }
    }

    override fun share(text: String) {
        if (!run { it.tryOperation(Operation.FORWARDING) }) return
        startActivity(Intent.createChooser(Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text), null))
    }
}

private fun java.io.InputStream.upTo(most: Int): ByteArray {
    val out = java.io.ByteArrayOutputStream()
    val buffer = ByteArray(64 * 1024)
    generateSequence { read(buffer).takeIf { it >= 0 && out.size() <= most } }.forEach { out.write(buffer, 0, it) }
    return out.toByteArray()
}
