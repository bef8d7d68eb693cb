package app.sotto.android

import android.app.Application
import android.content.Context
import android.content.res.Configuration
import java.io.File

/** The app's process: one phone, and the levers and parts of the system that serve it. */
open class SottoApp : Application() {
    lateinit var session: Session
        private set
    lateinit var levers: Levers
        private set
    lateinit var calls: Calls
        private set

    /** Where the app's own window is to go next: handed over in the process, as an intent could be anyone's. */
    var next: Route? = null

    override fun onCreate() {
        super.onCreate()
        session = Session(this, File(filesDir, "phone"))
        levers = Levers(this) { operation, news -> session.phone?.platform(operation, news) }
        levers.pulled = session::pulled
        calls = Calls(this)
        session.add(calls)
        open()
    }

    /** Opens the phone; once more after it could not be opened. */
    open fun open() = session.open(levers, KeystoreVault())

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        session.speak()
    }
}

val Context.sotto: SottoApp get() = applicationContext as SottoApp
