package app.sotto.android.system

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.media.*
import android.os.Build
import android.os.Process
import app.sotto.Phone
import app.sotto.android.levers.*
import app.sotto.android.sotto
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.concurrent.thread

private const val RATE = 48_000
private const val FRAME = 960u
private const val FRAME_BYTES = 1_920
private const val FRAME_MS = 20L

/** The microphone's and the earpiece's threads: 20 ms of 48 kHz, pushed to the core and pulled from it. */
class Sound(private val context: Context) {
    private val audio = context.service<AudioManager>()
    private val focus =
        AudioFocusRequest.Builder(AudioManager.AUDIOFOCUS_GAIN_TRANSIENT_EXCLUSIVE).setAudioAttributes(SPEECH).build()

    /** The system took a stream away, or gives none; it is tried again, with a pause that grows. */
    @Volatile var lost = false
        private set

    @Volatile private var runs = false
    private var threads = emptyList<Thread>()

    /** Sound flows, or not. */
    fun follow(wanted: Boolean) {
        if (wanted == runs) return
        runs = wanted
        if (!wanted) {
            threads = emptyList()
            audio.abandonAudioFocusRequest(focus)
            audio.mode = AudioManager.MODE_NORMAL
            return
        }
        val phone = context.sotto.session.phone ?: return
        audio.mode = AudioManager.MODE_IN_COMMUNICATION
        audio.requestAudioFocus(focus)
        threads = listOf(
            thread(name = "sotto-microphone") { forEver { microphone(phone) } },
            thread(name = "sotto-earpiece") { forEver { earpiece(phone) } },
        )
    }

    /** Opens a stream again after the system took it away. */
    private fun forEver(stream: () -> Unit) {
        Process.setThreadPriority(Process.THREAD_PRIORITY_URGENT_AUDIO)
        var pause = 50L
        while (runs) {
            try {
                stream()
            } catch (gone: IllegalStateException) {
                // the device went away
            } catch (none: UnsupportedOperationException) {
                // no such device
            } catch (taken: SecurityException) {
                // the permission was taken away: the next try is silence
            }
            lost = runs
            if (runs) Thread.sleep(pause)
            pause = (pause * 2).coerceAtMost(2_000)
        }
    }

    private fun microphone(phone: Phone) {
        if (!hears()) return silence(phone)
        val least = AudioRecord.getMinBufferSize(RATE, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT)
        // this source has the system's echo canceller behind it
        val builder = AudioRecord.Builder()
            .setAudioSource(MediaRecorder.AudioSource.VOICE_COMMUNICATION)
            .setAudioFormat(format(AudioFormat.CHANNEL_IN_MONO))
            .setBufferSizeInBytes(least.coerceAtLeast(FRAME_BYTES * 4))
        if (Build.VERSION.SDK_INT >= 30) builder.setPrivacySensitive(SoundRules.private)
        val record = builder.build()
        OwnSound.sessions += record.audioSessionId
        try {
            if (SoundRules.builtInOnly) record.preferredDevice = own(AudioManager.GET_DEVICES_INPUTS, AudioDeviceInfo.TYPE_BUILTIN_MIC)
            record.startRecording()
            val frame = ByteBuffer.allocateDirect(FRAME_BYTES).order(ByteOrder.nativeOrder())
            while (runs) {
                frame.clear()
                val read = record.read(frame, FRAME_BYTES)
                if (read <= 0) return
                frame.limit(read)
                phone.pushMicrophone(frame)
                lost = false
            }
        } finally {
            OwnSound.sessions -= record.audioSessionId
            record.release()
        }
    }

    private fun hears() = context.checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED

    /** Without the permission: the other person hears silence, and the call goes on. */
    private fun silence(phone: Phone) {
        val frame = ByteBuffer.allocateDirect(FRAME_BYTES)
        while (runs && !hears()) {
            phone.pushMicrophone(frame.duplicate())
            Thread.sleep(FRAME_MS)
        }
    }

    private fun earpiece(phone: Phone) {
        val least = AudioTrack.getMinBufferSize(RATE, AudioFormat.CHANNEL_OUT_MONO, AudioFormat.ENCODING_PCM_16BIT)
        val track = AudioTrack.Builder()
            .setAudioAttributes(attributes())
            .setAudioFormat(format(AudioFormat.CHANNEL_OUT_MONO))
            .setBufferSizeInBytes(least.coerceAtLeast(FRAME_BYTES * 2))
            .setTransferMode(AudioTrack.MODE_STREAM)
            .build()
        try {
            if (SoundRules.builtInOnly) track.preferredDevice = audio.earpiece()
            track.play()
            while (runs) {
                val piece = phone.pullLoudspeaker(FRAME)
                // blocks until there is room: this is the rhythm
                if (track.write(piece, 0, piece.size) < 0) return
                lost = false
            }
        } finally {
            track.release()
        }
    }

    private fun own(devices: Int, type: Int): AudioDeviceInfo? = audio.getDevices(devices).firstOrNull { it.type == type }

    private fun attributes(): AudioAttributes {
        if (Build.VERSION.SDK_INT < 29 || !SoundRules.private) return SPEECH
        return AudioAttributes.Builder(SPEECH).setAllowedCapturePolicy(AudioAttributes.ALLOW_CAPTURE_BY_NONE).build()
    }

    private fun format(channel: Int) =
        AudioFormat.Builder().setSampleRate(RATE).setEncoding(AudioFormat.ENCODING_PCM_16BIT).setChannelMask(channel).build()
}

/** Sound of a call: it goes where calls go. */
val SPEECH: AudioAttributes =
    AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_VOICE_COMMUNICATION).setContentType(AudioAttributes.CONTENT_TYPE_SPEECH).build()
