package app.sotto.android

import android.media.AudioManager
import android.media.AudioTrack
import android.telecom.Connection
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.annotation.RealObject
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowAudioManager
import org.robolectric.shadows.ShadowAudioTrack
import org.robolectric.shadows.ShadowConnection
import org.robolectric.util.ReflectionHelpers

/** What Robolectric's own takes without a trace: the capture policy. */
@Implements(AudioManager::class)
class CapturePolicy : ShadowAudioManager() {
    var policy = android.media.AudioAttributes.ALLOW_CAPTURE_BY_ALL

    @Implementation(minSdk = 29)
    protected fun setAllowedCapturePolicy(wanted: Int) {
        policy = wanted
    }

    companion object {
        fun of(audio: AudioManager): CapturePolicy = Shadow.extract(audio)
    }
}

/** A connection that keeps which way it asked the system for. */
@Implements(Connection::class)
class RouteAsked : ShadowConnection() {
    @Implementation
    protected fun setAudioRoute(route: Int) {
        last = route
    }

    companion object {
        var last = 0
    }
}

/** A tablet: it has the service, which does nothing for anyone. */
@Implements(android.telecom.TelecomManager::class)
class NoTelecom : org.robolectric.shadows.ShadowTelecomManager() {
    @Implementation
    override fun registerPhoneAccount(account: android.telecom.PhoneAccount?) {
        throw UnsupportedOperationException("no android.software.telecom")
    }
}

/** The sensor at the ear. */
object Near {
    /** It darkens the screen. */
    fun held(): Boolean {
        val proximity = ReflectionHelpers.getField<Any>(theApp.calls, "proximity")
        return ReflectionHelpers.getField<android.os.PowerManager.WakeLock>(proximity, "lock").isHeld
    }
}

/** A loudspeaker that takes as long as its sound lasts. */
@Implements(AudioTrack::class)
class PacedTrack : ShadowAudioTrack() {
    @RealObject private lateinit var of: AudioTrack

    @Implementation
    protected fun write(sound: ByteArray, from: Int, length: Int): Int {
        if (gone) return AudioTrack.ERROR_DEAD_OBJECT
        playing = of
        playsOn = device
        // the upper halves of its samples: louder than any silence
        if ((from until from + length).any { it % 2 == 1 && sound[it] > 8 }) loud++
        Thread.sleep(length / (48L * 2))
        return length
    }

    private var device: Int? = null

    @Implementation
    protected fun setPreferredDevice(wanted: android.media.AudioDeviceInfo?): Boolean {
        device = wanted?.type
        return true
    }

    companion object {
        /** What it is bound to, by its type. */
        @Volatile var playsOn: Int? = null

        /** The one that played last. */
        @Volatile var playing: AudioTrack? = null

        /** Pieces with something to hear. */
        @Volatile var loud = 0

        /** The device was taken away. */
        @Volatile var gone = false
    }
}
